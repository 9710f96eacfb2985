import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import { givenUpKeyOf, recordKeyOf, tallyOfGivenUp } from "@reddit-crawler/crawl-status/post-tally";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import {
  latestPostRecordKey,
  postRecordSchema,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** The record beside a post's pictures as it was read. */
export interface LatestRecord {
  /** Undefined when this code cannot read it. */
  record: PostRecord | undefined;
  /** The store's name for just that text. */
  version: string;
}

/** Where outcome records are kept. Every method throws RetryableError when the store could not decide. */
export interface PostRecords {
  /** Undefined when there is none beside the post's pictures. */
  readLatest(subreddit: string, postId: string): Promise<LatestRecord | undefined>;
  /** Puts it beside the post's pictures in the place of `seen`, or of nothing. False when something else is there. */
  putLatest(record: PostRecord, seen: LatestRecord | undefined): Promise<boolean>;
  /** Puts it among those of its crawl. */
  putOfCrawl(record: PostRecord): Promise<void>;
  /** Puts among those of the crawl that the queue gives up on the post, for `reason`. */
  putGivenUp(crawlId: string, postId: string, reason: string, nowMs: number): Promise<void>;
}

/** Outcome records as JSON objects. */
export function createPostRecords(objects: JsonObjects): PostRecords {
  return {
    async readLatest(subreddit, postId) {
      const found = await objects.read(latestPostRecordKey(subreddit, postId));
      if (!found) return undefined;
      const { data: record } = z.safeParse(postRecordSchema, parseJson(found.text));
      return { record, version: found.version };
    },
    putLatest: (record, seen) =>
      objects.replace(
        latestPostRecordKey(record.post.subreddit, record.post.id),
        JSON.stringify(record),
        seen?.version,
      ),
    putOfCrawl: (record) => objects.put(recordKeyOf(record), JSON.stringify(record)),
    putGivenUp(crawlId, postId, reason, nowMs) {
      const tally = tallyOfGivenUp(reason, nowMs);
      return objects.put(givenUpKeyOf(crawlId, postId, tally), JSON.stringify(tally));
    },
  };
}
