import { createHash } from "node:crypto";

import type { ExpectedLink } from "./listing/demo-post.ts";
import type { ReplayListing } from "./listing/replay-listing.ts";
import type { ReplayHost } from "./network/answer.ts";

/** A picture that a perfect crawl stores, with what it is. */
export interface ExpectedPicture extends ExpectedLink {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  contentType: string;
  /** What the bytes deserve: jpg, png, gif, webp or mp4. */
  extension: string;
}

/** A post with its pictures in its own order; `reason` says in words why it has none. */
export interface ExpectedPost {
  postId: string;
  pictures: ExpectedPicture[];
  reason?: string;
}

/**
 * Draws what the first `limit` posts link, and tells it.
 * @throws {Error} when a host does not have a picture that the listing promises.
 */
export async function expectedPosts(
  listing: ReplayListing,
  hosts: ReadonlyMap<string, ReplayHost>,
  limit: number,
): Promise<ExpectedPost[]> {
  return Promise.all(
    listing.posts.slice(0, limit).map(async ({ id }) => {
      const { pictures, reason } = listing.linksOf(id);
      const post: ExpectedPost = {
        postId: id,
        pictures: await Promise.all(pictures.map((link) => expectedPicture(link, hosts))),
      };
      if (reason !== undefined && pictures.length === 0) post.reason = reason;
      return post;
    }),
  );
}

async function expectedPicture(
  link: ExpectedLink,
  hosts: ReadonlyMap<string, ReplayHost>,
): Promise<ExpectedPicture> {
  const url = new URL(link.url);
  const request = { method: "GET", url, headers: { accept: "*/*" }, body: "" };
  const reply = await hosts.get(url.hostname)?.(request);
  if (typeof reply !== "object" || reply.status !== 200)
    throw new Error(`the replay promises ${link.url} and does not have it`);
  const contentType = reply.headers["content-type"] ?? "";
  return {
    ...link,
    bytes: Buffer.byteLength(reply.body),
    sha256: createHash("sha256").update(reply.body).digest("hex"),
    contentType,
    extension: contentType.replace(/^\w+\//, "").replace("jpeg", "jpg"),
  };
}
