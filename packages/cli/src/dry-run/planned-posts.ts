import {
  latestPostRecordKey,
  postRecordPrefix,
  postRecordSchema,
  type LeftOutLink,
  type LinkRecord,
  type PictureLink,
  type PostFacts,
  type PostMessage,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { LocalPipeline } from "../pipeline/pipeline.ts";

/**
 * What a crawl would do with a link:
 * - `new`: download it
 * - `here`: nothing, the folder has it
 * - `better`: ask for a better copy than the folder has
 * - `repeated`: copy the same address's picture from an earlier post of the listing
 * - `page`: ask its host which pictures it holds, and download these
 */
export type LinkPlan = "new" | "here" | "better" | "repeated" | "page";

/** One link of a post, and what a crawl would do with it. */
export interface PlannedLink {
  link: PictureLink;
  plan: LinkPlan;
}

/** A post that the listing gave: its pictures would be stored, or it would be recorded with the reason why not. */
export type PlannedPost =
  | { kind: "store"; post: PostFacts; links: PlannedLink[]; leftOut: LeftOutLink[] }
  | { kind: "leave"; record: PostRecord };

/** What the bucket and the queue of a listed crawl say of each post. The folder's records are in the bucket. */
export async function plannedPosts(
  crawlId: string,
  { bucket, queuedPosts }: Pick<LocalPipeline, "bucket" | "queuedPosts">,
): Promise<PlannedPost[]> {
  const recordAt = async (key: string) => {
    const bytes = await bucket.get(key);
    const json: unknown = bytes && JSON.parse(Buffer.from(bytes).toString("utf8"));
    return z.safeParse(postRecordSchema, json).data;
  };
  const posts = new Map<string, PlannedPost>();
  for (const key of await bucket.keys(postRecordPrefix(crawlId))) {
    const record = await recordAt(key);
    if (record) posts.set(record.post.id, { kind: "leave", record });
  }
  for (const message of queuedPosts()) {
    if (message.crawlId !== crawlId) continue;
    const { post } = message;
    const kept = await recordAt(latestPostRecordKey(post.subreddit, post.id));
    posts.set(post.id, planOf(message, kept?.links ?? []));
  }
  return [...posts.values()];
}

/** A queued post; `kept` is what the folder's record of it says, by the same rule as the download stage's. */
function planOf({ post, links, leftOut }: PostMessage, kept: readonly LinkRecord[]): PlannedPost {
  const planned = links.map((link) => ({ link, plan: linkPlan(link, kept) }));
  return { kind: "store", post, links: planned, leftOut };
}

function linkPlan({ candidates, duplicateOf }: PictureLink, kept: readonly LinkRecord[]): LinkPlan {
  const addresses = new Set(candidates.map(({ url }) => url));
  const here = kept.filter(
    ({ key, url = "", page = "" }) =>
      key !== undefined && (addresses.has(url) || addresses.has(page)),
  );
  if (here.length > 0)
    return here.some(({ insteadOf }) => insteadOf !== undefined) ? "better" : "here";
  if (candidates[0]?.kind === "page") return "page";
  return duplicateOf === undefined ? "new" : "repeated";
}
