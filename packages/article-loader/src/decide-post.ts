import type { MediaHosts } from "@reddit-crawler/media-hosts";
import {
  postMessageSchema,
  postRecordSchema,
  type LeftOutLink,
  type PostFacts,
  type PostFilter,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { filteredReason, firstLinks } from "./filtered-post.ts";
import { postFacts } from "./post-facts.ts";
import { findLinks } from "./post-links.ts";
import { maxMessageBytes, messageText } from "./message-text.ts";
import type { RedditPost } from "./reddit-post.ts";

/** What becomes of a listed post: it is sent to be downloaded, or its outcome is known from the listing. */
export type PostDecision =
  | { kind: "send"; postId: string; text: string; pictures: number }
  | { kind: "record"; postId: string; record: PostRecord };

/** Decides a post from the listing alone; undefined where it has no id or subreddit to be recorded under. */
export function decidePost(
  post: RedditPost,
  crawlId: string,
  hosts: MediaHosts,
  nowMs: number,
  filter: PostFilter = {},
): PostDecision | undefined {
  const facts = postFacts(post);
  if (!facts) return undefined;
  const found = findLinks(post, hosts);
  const { links, leftOut } = firstLinks(found.links, found.leftOut, filter);
  const record = (outcome: string, why: string): PostDecision => ({
    kind: "record",
    postId: facts.id,
    record: recordOf({ facts, crawlId, outcome, reason: why, leftOut, nowMs }),
  });
  const unwanted = filteredReason(facts, filter);
  if (unwanted !== undefined) return record("filtered", unwanted);
  if (links.length === 0) return record("no-pictures", found.reason ?? "no-picture-links");

  const message = z.safeParse(postMessageSchema, {
    schemaVersion: 1,
    crawlId,
    post: facts,
    links,
    leftOut,
  });
  if (!message.success) return record("nothing-stored", "links-not-sendable");
  const text = messageText(message.data);
  if (Buffer.byteLength(text) > maxMessageBytes)
    return record("nothing-stored", "message-too-large");
  return { kind: "send", postId: facts.id, text, pictures: links.length };
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
