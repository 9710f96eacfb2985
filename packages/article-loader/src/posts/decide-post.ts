import type { MediaHosts } from "@reddit-crawler/media-hosts";
import {
  postMessageSchema,
  postRecordSchema,
  type CrawlFilter,
  type LeftOutLink,
  type PostFacts,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { maxMessageBytes, type QueuedPost } from "./batch-posts.ts";
import type { FirstLinks } from "../crawl/first-links.ts";
import { firstPictures } from "./first-pictures.ts";
import type { LinkedPosts } from "../links/linked-posts.ts";
import type { ListedPost } from "./listed-posts.ts";
import { findLinks } from "../links/post-links.ts";
import { unwantedReason } from "./post-filter.ts";

/** What becomes of a listed post: it is sent to be downloaded, or its outcome is known from the listing. */
export type PostDecision =
  | ({ kind: "send"; pictures: number; repeats: boolean } & QueuedPost)
  | { kind: "record"; postId: string; record: PostRecord };

/** What a crawl says of its posts besides its id. */
export interface DecidePostOptions {
  filter?: CrawlFilter;
  /** The links of the posts before, to which this post's are added. */
  firstLinks?: FirstLinks;
  /** Posts that it may link. */
  linked?: LinkedPosts;
}

/** Decides a post from the listing alone. `repeats` says that an earlier post links one of its pictures. */
export function decidePost(
  { post, facts, address, linkedPostId }: ListedPost,
  crawlId: string,
  hosts: MediaHosts,
  nowMs: number,
  { filter = {}, firstLinks, linked }: DecidePostOptions = {},
): PostDecision {
  const record = (
    outcome: string,
    reason: string,
    leftOut: readonly LeftOutLink[] = [],
  ): PostDecision => ({
    kind: "record",
    postId: facts.id,
    record: recordOf({ facts, crawlId, outcome, reason, leftOut, nowMs }),
  });
  const target = linked?.get(linkedPostId ?? "");
  const unwanted = unwantedReason(facts, [post, target], filter);
  if (unwanted !== undefined) return record("filtered", unwanted);
  const { reason, ...found } = findLinks(post, hosts, { address, ...(linked && { linked }) });
  if (found.links.length === 0)
    return record("no-pictures", reason ?? "no-picture-links", found.leftOut);
  const { links: wanted, leftOut } = firstPictures(found, filter);
  const links = firstLinks?.mark(facts, wanted) ?? wanted;

  const message = z.safeParse(postMessageSchema, {
    schemaVersion: 1,
    crawlId,
    post: facts,
    links,
    leftOut,
  });
  if (!message.success) return record("nothing-stored", "links-not-sendable", leftOut);
  const text = JSON.stringify(message.data);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxMessageBytes) return record("nothing-stored", "message-too-large", leftOut);
  const repeats = links.some(({ duplicateOf }) => duplicateOf !== undefined);
  return { kind: "send", postId: facts.id, text, bytes, pictures: links.length, repeats };
}

function recordOf(known: {
  facts: PostFacts;
  crawlId: string;
  outcome: string;
  reason: string;
  leftOut: readonly LeftOutLink[];
  nowMs: number;
}): PostRecord {
  return z.parse(postRecordSchema, {
    schemaVersion: 1,
    crawlId: known.crawlId,
    post: known.facts,
    outcome: known.outcome,
    reason: known.reason,
    links: known.leftOut.map((link) => ({ ...link, outcome: "unavailable" })),
    decidedAt: new Date(known.nowMs).toISOString(),
  });
}
