import {
  postMessageSchema,
  postRecordSchema,
  type LeftOutLink,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { Crawl } from "../crawl/crawl.ts";
import { firstPictures } from "./first-pictures.ts";
import type { LinkedPosts } from "../links/linked-posts.ts";
import type { ListedPost } from "./listed-posts.ts";
import { findLinks } from "../links/post-links.ts";
import { isAdvert } from "../reddit/reddit-post.ts";
import type { QueuedPost } from "../world.ts";
import { maxMessageBytes } from "./batch-posts.ts";
import { unwantedReason } from "./post-filter.ts";

/** The reason of an advert. */
export const promoted = "promoted";

/**
 * What becomes of a listed post: it is sent to be downloaded, or its outcome is known from the listing, of this attempt or
 * of one before.
 */
export type PostDecision =
  | ({ kind: "send"; pictures: number; repeats: boolean } & QueuedPost)
  | { kind: "record"; postId: string; record: PostRecord }
  | { kind: "recorded"; postId: string };

/** What is known beside the listing, at `nowMs`: posts that others may link, and ids of which nothing is stored. */
interface Known {
  linked: LinkedPosts;
  unstored: ReadonlySet<string>;
  nowMs: number;
}

/** Decides a post from the listing. `repeats` says that an earlier post links one of its pictures. */
export function decidePost(
  { post, facts, address, linkedPostId }: ListedPost,
  { linked, unstored, nowMs }: Known,
  { request, hosts, progress }: Crawl,
): PostDecision {
  const { crawlId } = request;
  const at = new Date(nowMs).toISOString();
  const record = (
    outcome: string,
    reason: string,
    leftOut: readonly LeftOutLink[] = [],
  ): PostDecision => ({
    kind: "record",
    postId: facts.id,
    record: z.parse(postRecordSchema, {
      schemaVersion: 1,
      crawlId,
      post: facts,
      outcome,
      reason,
      links: leftOut.map((link) => ({ ...link, outcome: "unavailable" })),
      decidedAt: at,
    }),
  });
  if (isAdvert(post)) return record("no-pictures", promoted);
  const unwanted = unwantedReason(facts, post, linked.get(linkedPostId ?? ""), request);
  if (unwanted !== undefined) return record("filtered", unwanted);
  const { reason, ...found } = findLinks(post, hosts, { address, linked });
  if (found.links.length === 0)
    return record("no-pictures", reason ?? "no-picture-links", found.leftOut);
  // Sent beside its record, it would be open in a crawl that is announced as over.
  if (progress.recordedBefore.has(facts.id)) return { kind: "recorded", postId: facts.id };
  const { links: wanted, leftOut } = firstPictures(found, request);
  const links = progress.firstLinks.mark(facts, wanted);

  const message = z.safeParse(postMessageSchema, {
    schemaVersion: 1,
    crawlId,
    post: facts,
    links,
    leftOut,
    traceId: request.traceId,
    ...(unstored.has(facts.id) && { nothingStoredAt: at }),
  });
  if (!message.success) return record("nothing-stored", "links-not-sendable", leftOut);
  const text = JSON.stringify(message.data);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxMessageBytes) return record("nothing-stored", "message-too-large", leftOut);
  const repeats = links.some(({ duplicateOf }) => duplicateOf !== undefined);
  return { kind: "send", postId: facts.id, text, bytes, pictures: links.length, repeats };
}
