import { contended } from "@reddit-crawler/bucket/json-objects";
import { latestPostRecordKey, type PostRecord } from "@reddit-crawler/message-schema";

import { formerPictures, unfinished } from "./former-pictures.ts";
import type { LatestRecord, PostRecords } from "./post-records.ts";

/** Five: two deliveries that overlap meet once or twice; S3's own conflicts need a few more. */
const mostAttempts = 5;

/**
 * Puts `record` beside the post's pictures unless something better is there by now. `seen` is what was there when the
 * delivery began. Says whether it is there now.
 * @throws {RetryableError} when the store could not decide, or others changed it every time.
 */
export async function keepLatest(
  record: PostRecord,
  seen: LatestRecord | undefined,
  records: PostRecords,
): Promise<boolean> {
  const { subreddit, id } = record.post;
  let there = seen;
  for (let attempt = 1; attempt <= mostAttempts; attempt += 1) {
    const better = betterRecord(record, there?.record);
    if (!better) return false;
    if (await records.putLatest(better, there)) return true;
    there = await records.readLatest(subreddit, id);
  }
  throw contended(latestPostRecordKey(subreddit, id));
}

/**
 * What shall stand in the place of `there`; undefined when that shall stay. What is decided is never unfinished again,
 * not even for another crawl, whose next delivery then asks once more for what this one found out. So an album that an
 * edit put into a decided post has to fit into one message's attempts. Of two unfinished records the later one counts,
 * with every picture that either knows.
 */
export function betterRecord(
  record: PostRecord,
  there: PostRecord | undefined,
): PostRecord | undefined {
  if (record.outcome !== unfinished || !there) return record;
  if (there.outcome !== unfinished) return undefined;
  const keys = new Set(record.links.map(({ key }) => key));
  const others = formerPictures(there, record.crawlId).stored.filter(({ key }) => !keys.has(key));
  return { ...record, links: [...record.links, ...others] };
}
