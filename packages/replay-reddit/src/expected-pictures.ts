import { createHash } from "node:crypto";

import {
  unavailable,
  withoutPictures,
  type ExpectedLink,
  type LostLink,
} from "./listing/demo-post.ts";
import type { ListedPost } from "./listing/posts/listed-post.ts";
import type { ReplayListing } from "./listing/replay-listing.ts";
import type { ReplayHost } from "./network/answer.ts";

/** A picture that a perfect crawl stores, with what it is. */
interface ExpectedPicture extends ExpectedLink {
  bytes: number;
  /** Hexadecimal. */
  sha256: string;
  contentType: string;
  /** What the bytes deserve: jpg, png, gif, webp or mp4. */
  extension: string;
}

/**
 * A post with its pictures in its own order, and the links that give none; `reason` is the code of why it has no
 * picture at all. `outcome` is what its record says: `stored`, `partly-stored`, `nothing-stored`,
 * `no-pictures` or `filtered`.
 */
export interface ExpectedPost {
  postId: string;
  outcome: string;
  reason?: string;
  pictures: ExpectedPicture[];
  lost: readonly LostLink[];
}

/** What of the posts is expected. */
export interface ExpectedOptions {
  /** Picture hosts that are open in addition to Reddit's and imgur's. */
  hosts?: readonly string[];
  /** The only posts that count; all where nothing is said. To draw the pictures of a post takes time. */
  only?: ReadonlySet<string>;
}

/**
 * Draws what the first `limit` posts link, and describes it.
 * @throws {Error} when a host does not have a picture that the listing promises.
 */
export async function expectedPosts(
  listing: ReplayListing,
  hosts: ReadonlyMap<string, ReplayHost>,
  limit: number,
  { hosts: open = [], only }: ExpectedOptions = {},
): Promise<ExpectedPost[]> {
  const posts = firstPosts(listing.posts, limit).filter(({ id }) => only?.has(id) ?? true);
  return Promise.all(
    posts.map(async ({ id }) => {
      const links = listing.linksOf(id);
      const { host } = links;
      const known =
        host === undefined || open.includes(host)
          ? links
          : withoutPictures(unavailable("host-not-enabled"));
      const pictures = await Promise.all(
        known.pictures.map((link) => expectedPicture(link, hosts)),
      );
      const lost = known.lost ?? [];
      const post: ExpectedPost = {
        postId: id,
        outcome: known.reason === "deleted-by-author" ? "filtered" : outcomeOf(pictures, lost),
        pictures,
        lost,
      };
      if (known.reason !== undefined && pictures.length === 0) post.reason = known.reason;
      return post;
    }),
  );
}

/** The first `limit` posts, with the adverts between them, which do not count. */
function firstPosts(posts: readonly ListedPost[], limit: number): ListedPost[] {
  let wanted = limit;
  return posts.filter((post) => {
    if (wanted <= 0) return false;
    if (post["promoted"] !== true) wanted -= 1;
    return true;
  });
}

/** What the listing leaves over is downloaded; what that gives is a matter of its host. */
function outcomeOf(pictures: readonly ExpectedPicture[], lost: readonly LostLink[]): string {
  const isPart = lost.length > 0 || pictures.some(({ fault }) => fault === "album-cover");
  if (pictures.length > 0) return isPart ? "partly-stored" : "stored";
  return lost.some(({ outcome }) => outcome !== "unavailable") ? "nothing-stored" : "no-pictures";
}

async function expectedPicture(
  link: ExpectedLink,
  hosts: ReadonlyMap<string, ReplayHost>,
): Promise<ExpectedPicture> {
  const url = new URL(link.url);
  const headers = { accept: "*/*", referer: "https://www.redgifs.com/" };
  const request = { method: "GET", url, headers, body: "" };
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
