import { isRather } from "@reddit-crawler/crawl-status/decided-posts";
import {
  afterPostRecords,
  countsOfText,
  postIdSchema,
  postOfKey,
  postRecordPrefix,
  postRecordSchema,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { ApiAnswer, ApiRequest } from "../http/api-request.ts";
import { readPageQuery } from "../http/page-query.ts";
import { linkSeconds, type ApiWorld } from "../world.ts";
import { crawlPost } from "./crawl-post.ts";
import { inOrder } from "./in-order.ts";
import { mayBeQueued, noSuchCrawl, readSummary } from "./known-crawl.ts";

const bounds = { usual: 50, most: 100 };
/**
 * Links on a page: with 2 KB for a link and its signed URL, half of the 6 MB that Lambda lets a function answer
 * (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
const mostLinksOnPage = 1500;

/** `GET /crawls/{crawl_id}/posts`: what became of each decided post, by post id, a page at a time. */
export async function answerCrawlPosts(
  world: ApiWorld,
  request: ApiRequest,
  crawlId: string,
): Promise<ApiAnswer> {
  const query = readPageQuery(request, postIdSchema, bounds);
  if (query.kind === "refusal") return query;
  const { archive, clock } = world;
  const { cursor, limit } = query;
  const after = cursor === undefined ? undefined : afterPostRecords(crawlId, cursor);
  const listed = await archive.list(postRecordPrefix(crawlId), after, limit + 1);
  const more = listed.more || listed.keys.length > limit;
  const keys = recordKeys(listed.keys, limit);
  const isKnown =
    keys.length > 0 ||
    mayBeQueued(crawlId, clock.now()) ||
    (await readSummary(crawlId, world)) !== undefined;
  if (!isKnown) return noSuchCrawl(crawlId);

  const expiresAt = new Date(clock.now() + linkSeconds * 1000).toISOString();
  const records = await inOrder(keys, (key) => archive.read(key));
  const page = [];
  let links = 0;
  let read = 0;
  for (const text of records) {
    // A record is never deleted; one that is gone was removed by hand.
    const record = text === undefined ? undefined : z.parse(postRecordSchema, JSON.parse(text));
    links += record?.links.length ?? 0;
    if (page.length > 0 && links > mostLinksOnPage) break;
    if (record) page.push(record);
    read += 1;
  }
  const last = keys[read - 1];
  return {
    kind: "result",
    status: 200,
    // Links that open for everyone shall not lie in a cache.
    headers: { "cache-control": "private, no-store" },
    body: {
      crawl_id: crawlId,
      posts: await inOrder(page, (record) => crawlPost(record, archive)),
      picture_urls_expire_at: expiresAt,
      ...((more || read < keys.length) && last !== undefined && { next_cursor: postIdOf(last) }),
    },
  };
}

/**
 * The keys of the first records among `listed`, one for each post: of two decisions of a post the one that counts. A post
 * of which more may follow is left to the next page.
 */
function recordKeys(listed: readonly string[], limit: number): string[] {
  const byPost = Map.groupBy(listed, postIdOf);
  const posts = [...byPost];
  const [cut] = listed.length > limit ? posts.slice(-1) : [];
  const whole = cut && posts.length > 1 ? posts.slice(0, -1) : posts;
  return whole.map(([, keys]) => keys.reduce((best, key) => (counts(key, best) ? key : best)));
}

/** Whether the record at `key` counts rather than the one at `other`, as far as the keys say. */
function counts(key: string, other: string): boolean {
  const [one, two] = [key, other].map((each) => countsOfText(postOfKey(each).counts ?? ""));
  return one !== undefined && (two === undefined || isRather(one, two));
}

function postIdOf(key: string): string {
  return postOfKey(key).postId;
}
