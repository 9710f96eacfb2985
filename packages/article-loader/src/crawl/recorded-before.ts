import { countsOfText, postOfKey, postRecordPrefix } from "@reddit-crawler/message-schema";

import type { LoaderWorld } from "../world.ts";
import type { Crawl } from "./crawl.ts";

/** What the loader alone records; a worker's outcomes are others. */
const outcomesOfListings: ReadonlySet<string> = new Set(["no-pictures", "filtered"]);

/**
 * Notes what attempts before this one have recorded, by one request for a thousand posts: a source may know more by now,
 * and a recorded post stays decided. @throws {RetryableError} `bucket-unavailable`.
 */
export async function noteRecordedBefore({ objects }: LoaderWorld, crawl: Crawl): Promise<void> {
  const { request, progress } = crawl;
  for (const key of await objects.list(postRecordPrefix(request.crawlId))) {
    const { postId, counts = "" } = postOfKey(key);
    const outcome = countsOfText(counts)?.outcome ?? "";
    if (outcomesOfListings.has(outcome)) progress.recordedBefore.add(postId);
  }
}
