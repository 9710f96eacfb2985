import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import { latestPostRecordKey, postRecordKey } from "@reddit-crawler/message-schema";

import type { PostRecords } from "../job/download-post.ts";

/** Outcome records as JSON objects. */
export function createS3PostRecords(objects: JsonObjects): PostRecords {
  return {
    readLatest: (subreddit, postId) => objects.read(latestPostRecordKey(subreddit, postId)),
    putLatest: (record, seen) =>
      objects.replace(
        latestPostRecordKey(record.post.subreddit, record.post.id),
        JSON.stringify(record),
        seen?.version,
      ),
    putOfCrawl: (record) =>
      objects.put(postRecordKey(record.crawlId, record.post.id), JSON.stringify(record)),
  };
}
