import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { PostRecord } from "@reddit-crawler/message-schema";

import type { LatestText, PostRecords } from "../job/download-post.ts";
import { formerPictures, readPostRecord, unfinished } from "./former-pictures.ts";

/** Chosen: two deliveries that overlap meet once or twice; S3's own conflicts need a few more. */
const mostTries = 5;

/**
 * Puts `record` beside the post's pictures unless something better is there by now. `seen` is what was there when the
 * delivery began. Says whether it is there now. @throws {RetryableError} when the store could not decide, or others changed it every time.
 */
export async function keepLatest(
  record: PostRecord,
  seen: LatestText | undefined,
  records: Pick<PostRecords, "readLatest" | "putLatest">,
): Promise<boolean> {
  let there = seen;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const better = betterRecord(record, there && readPostRecord(there.text));
    if (!better) return false;
    if (await records.putLatest(better, there)) return true;
    there = await records.readLatest(record.post.subreddit, record.post.id);
  }
  throw new RetryableError("object-contended", "others change the latest record every time");
}

/**
 * What shall stand in the place of `there`; undefined when that shall stay. What is decided is never unfinished again,
 * not even for another crawl, whose next delivery then looks once more at what this one found out. Of two unfinished
 * records the later one counts, with every picture that either knows.
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
