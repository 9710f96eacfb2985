import {
  crawlSummaryKey,
  crawlSummarySchema,
  postRecordPrefix,
  postRecordSchema,
  type CrawlSummary,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import type { BucketObjects } from "@reddit-crawler/local-stack/emulator/bucket-objects";
import type { PictureFolder } from "@reddit-crawler/picture-folder/picture-folder";

/** How far a crawl is, as seen from outside. */
export interface CrawlProgress {
  summary: CrawlSummary | undefined;
  records: readonly PostRecord[];
  /** Posts of all crawls whose message waits for a worker. */
  waiting: number;
  /** Posts of all crawls whose message a worker has now, or that wait for another try. */
  inFlight: number;
  /** Posts of all crawls whose message was given up: it waits in the dead-letter queue. */
  deadLettered: number;
}

/** How a crawl ended: every post decided, some given up, or the listing itself could not be read. */
export type CrawlEnd =
  | { kind: "decided"; progress: CrawlProgress }
  | { kind: "given-up"; progress: CrawlProgress }
  | { kind: "failed"; progress: CrawlProgress; message: string };

/** What following a crawl needs. */
export interface FollowPorts {
  bucket: BucketObjects;
  folder: PictureFolder;
  /** Messages of the download stage, of all crawls. */
  queueDepths: () => Promise<{ waiting: number; inFlight: number; deadLettered: number }>;
  /** Why the loader's work on this crawl was given up, once it was. */
  loaderFailure: (crawlId: string) => string | undefined;
  onProgress(progress: CrawlProgress): void;
  sleep(ms: number): Promise<void>;
}

/** Chosen: quick enough to look alive, and a look costs no request. */
const pollIntervalMs = 100;
/** Chosen: the state may be thousands of small objects, and a crawl that is killed shall still leave when Reddit was asked. */
const looksPerKeeping = 2;

/**
 * Follows a crawl until it is over, keeping every decided post's pictures in the folder as it goes.
 * Ends when each post that the crawl queued or recorded has its record, or lies in the dead-letter queue; also a crawl
 * whose listing failed: its first pages' posts are still worked on. The queues do not tell crawls apart, so posts count as
 * given up only once nothing of any crawl is on its way.
 */
export async function followCrawl(crawlId: string, ports: FollowPorts): Promise<CrawlEnd> {
  try {
    return await lookUntilOver(crawlId, ports);
  } finally {
    // Also of a crawl that is stopped: the next one goes on from there.
    await ports.folder.keepCrawl(ports.bucket, crawlId);
  }
}

async function lookUntilOver(crawlId: string, ports: FollowPorts): Promise<CrawlEnd> {
  const { bucket, folder } = ports;
  const records = new Map<string, PostRecord>();

  for (let look = 0; ; look++) {
    // The loader's failure, the summary and the queues are read before the records: what they promise is then already listed.
    const loaderFailure = ports.loaderFailure(crawlId);
    const summary = await readSummary(bucket, crawlId);
    const depths = await ports.queueDepths();
    const fresh = (await bucket.keys(postRecordPrefix(crawlId))).filter((key) => !records.has(key));
    await inParallel(8, fresh, async (key) => {
      const record = await readJson(bucket, key, postRecordSchema);
      if (!record) return;
      await folder.keepPost(bucket, record);
      records.set(key, record);
    });
    if (look % looksPerKeeping === 0) await folder.keepCrawl(bucket, crawlId);

    const progress: CrawlProgress = { summary, records: [...records.values()], ...depths };
    ports.onProgress(progress);

    const open = summary && openPosts(summary, records.size);
    const nothingOnItsWay = depths.waiting + depths.inFlight === 0;
    if (summary?.state === "failed" && summary.failure && (open === 0 || nothingOnItsWay))
      return { kind: "failed", progress, message: summary.failure.message };
    // What a loader that was given up queued last, its summary does not count.
    if (loaderFailure !== undefined && nothingOnItsWay)
      return { kind: "failed", progress, message: summary?.failure?.message ?? loaderFailure };
    if (summary?.state === "listed" && open !== undefined) {
      if (open === 0) return { kind: "decided", progress };
      if (nothingOnItsWay && open <= depths.deadLettered) return { kind: "given-up", progress };
    }
    await ports.sleep(pollIntervalMs);
  }
}

/** How many posts that the crawl queued or recorded have no record, when `decided` have one. */
export function openPosts({ counts }: CrawlSummary, decided: number): number {
  return Math.max(0, counts.queued + counts.withoutPictures - decided);
}

async function readSummary(
  bucket: BucketObjects,
  crawlId: string,
): Promise<CrawlSummary | undefined> {
  return readJson(bucket, crawlSummaryKey(crawlId), crawlSummarySchema);
}

async function readJson<Schema extends z.core.$ZodType>(
  bucket: BucketObjects,
  key: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const bytes = await bucket.get(key);
  return bytes && z.parse(schema, JSON.parse(Buffer.from(bytes).toString("utf8")));
}
