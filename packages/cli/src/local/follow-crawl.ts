import { isRather } from "@reddit-crawler/crawl-status/decided-posts";
import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import type { QueueDepths } from "@reddit-crawler/gallery/contract/gallery-event";
import {
  crawlSummaryKey,
  crawlSummarySchema,
  postOfKey,
  postRecordPrefix,
  postRecordSchema,
  type CrawlSummary,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import type { GivenUpPost } from "@reddit-crawler/picture-folder/given-up-posts";
import type { PictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import * as z from "zod/mini";

import type { LocalPipeline } from "../pipeline/pipeline.ts";
import { openPosts } from "./local-status.ts";
import type { Patience } from "./patience.ts";

/** How far a crawl is, as seen from outside, and the posts of all crawls that are on their way or given up. */
export interface CrawlProgress extends QueueDepths {
  summary: CrawlSummary | undefined;
  records: readonly PostRecord[];
  /** The crawl's posts in the dead-letter queue. */
  givenUp: readonly GivenUpPost[];
}

/**
 * How a crawl ended: every post decided, some given up, some waiting for longer than patience lasts, stopped by a person, or
 * the listing not read.
 */
export type CrawlEnd =
  | { kind: "decided"; progress: CrawlProgress }
  | { kind: "given-up"; progress: CrawlProgress }
  | { kind: "waiting"; progress: CrawlProgress; open: number }
  | { kind: "stopped"; progress: CrawlProgress; open: number }
  | { kind: "failed"; progress: CrawlProgress; message: string };

/** Where a crawl is followed and kept, and who sees how far it is. */
export interface FollowOptions {
  pipeline: Pick<
    LocalPipeline,
    "bucket" | "queueDepths" | "loaderFailure" | "deadLetters" | "queuedTexts" | "stopped"
  >;
  folder: PictureFolder;
  patience: Patience;
  onProgress: (progress: CrawlProgress) => void;
  sleep: (ms: number) => Promise<void>;
}

/** Quick enough to look alive, and a poll costs no request. A crawl's end is seen without. */
const pollIntervalMs = 100;
/** The state may be thousands of small objects, but a crawl that is killed must still leave when Reddit was last asked. */
const pollsPerKeeping = 2;

/**
 * Follows a crawl until it is over, keeping every decided post's pictures in the folder as it goes.
 * Ends when each post that the crawl queued or recorded has its record or lies in the dead-letter queue. So does a crawl
 * whose listing failed: its first pages' posts are still worked on. Dead letters that are no post's do not tell their
 * crawl, so they count only once nothing of any crawl is on its way. Ends, too, when patience does, and once a person has
 * stopped the crawl and the attempts under way are over.
 */
export async function followCrawl(crawlId: string, options: FollowOptions): Promise<CrawlEnd> {
  const { folder, pipeline } = options;
  const stored = await storedKeys(pipeline.bucket, crawlId);
  const decided = decidedPosts(stored, options);
  const keepCrawl = () =>
    folder.keepCrawl(pipeline.bucket, crawlId, async () => {
      // First: a post that leaves the queue has its record by then.
      await folder.keepQueued(crawlId, pipeline.queuedTexts(crawlId));
      await decided.keep();
    });
  let end: CrawlEnd | undefined;
  try {
    end = await pollUntilOver(crawlId, options, { stored, decided, keepCrawl });
    return end;
  } finally {
    stored.stop();
    // Also of a crawl that is stopped: the next one goes on from there, and the page shows all that was decided.
    await decided.keep();
    await keepCrawl();
    // Not before: what is kept shall not say that the crawl failed.
    if (end?.kind === "stopped") await pipeline.stopped.endListing(crawlId);
    else if (end && end.kind !== "waiting") await folder.endCrawl(crawlId);
  }
}

/** The decided posts of a crawl, kept in the folder as they are found. */
interface DecidedPosts {
  readonly records: ReadonlyMap<string, PostRecord>;
  keep: () => Promise<void>;
}

function decidedPosts(
  stored: StoredKeys,
  { pipeline: { bucket }, folder }: FollowOptions,
): DecidedPosts {
  const records = new Map<string, PostRecord>();
  const fresh = new Set<string>();
  const keep = async () => {
    for (const key of stored.take()) fresh.add(key);
    await inParallel(8, [...fresh], async (key) => {
      const record = await readAs(bucket, key, postRecordSchema);
      const { postId } = postOfKey(key);
      const former = records.get(postId);
      if (record && (!former || isRather(record, former))) {
        await folder.keepPost(bucket, record);
        records.set(postId, record);
      }
      fresh.delete(key);
    });
  };
  return { records, keep };
}

async function readAs<Schema extends z.core.$ZodType>(
  bucket: Pick<LocalPipeline["bucket"], "get">,
  key: string,
  schema: Schema,
) {
  const bytes = await bucket.get(key);
  return bytes && z.parse(schema, JSON.parse(Buffer.from(bytes).toString("utf8")));
}

async function pollUntilOver(
  crawlId: string,
  { pipeline, folder, patience, onProgress, sleep }: FollowOptions,
  kept: { stored: StoredKeys; decided: DecidedPosts; keepCrawl: () => Promise<void> },
): Promise<CrawlEnd> {
  const { stored, decided, keepCrawl } = kept;
  const { records } = decided;
  const { bucket } = pipeline;
  for (let poll = 0; ; poll++) {
    // The loader's failure, the summary and the queues are read before the records: what they promise is then already stored.
    const loaderFailure = pipeline.loaderFailure(crawlId);
    const attemptsLeft = pipeline.stopped.attemptsLeft(crawlId);
    const summary = await readAs(bucket, crawlSummaryKey(crawlId), crawlSummarySchema);
    const depths = await pipeline.queueDepths();
    const deadLetters = depths.deadLettered === 0 ? [] : pipeline.deadLetters();
    await decided.keep();
    if (poll % pollsPerKeeping === 0) await keepCrawl();

    const givenUp = deadLetters.filter(
      (post) => post.crawlId === crawlId && !records.has(post.postId),
    );
    // What a stopped crawl had given up is out of the queue, and stays kept.
    if (attemptsLeft === undefined) await folder.keepGivenUp(crawlId, givenUp);
    const progress = { summary, records: [...records.values()], givenUp, ...depths };
    const isListing = summary?.state !== "listed" && summary?.state !== "failed";
    patience.note(
      crawlId,
      isListing && loaderFailure === undefined ? undefined : `${records.size} ${givenUp.length}`,
    );
    onProgress(progress);

    const open = summary && openPosts(summary, records.size);
    if (attemptsLeft !== undefined) {
      if (summary?.state === "listed" && open === 0) return { kind: "decided", progress };
      if (attemptsLeft === 0) return { kind: "stopped", progress, open: open ?? 0 };
      await sleep(pollIntervalMs);
      continue;
    }
    const nothingOnItsWay = depths.waiting + depths.inFlight === 0;
    const isOutOfPatience = patience.leftMs() === 0;
    const isEnough = nothingOnItsWay || isOutOfPatience;
    if (summary?.state === "failed" && summary.failure && (open === 0 || isEnough))
      return { kind: "failed", progress, message: summary.failure.message };
    // What a loader that was given up queued last, its summary does not count.
    if (loaderFailure !== undefined && isEnough)
      return { kind: "failed", progress, message: summary?.failure?.message ?? loaderFailure };
    if (summary?.state === "listed" && open !== undefined) {
      if (open === 0) return { kind: "decided", progress };
      if (open <= givenUp.length || (nothingOnItsWay && open <= depths.deadLettered))
        return { kind: "given-up", progress };
    }
    if (isOutOfPatience && open !== undefined)
      return { kind: "waiting", progress, open: open - givenUp.length };
    await Promise.race([sleep(pollIntervalMs), stored.news(isListing ? undefined : open)]);
  }
}

/** Keys of a crawl's records, as they are stored. */
interface StoredKeys {
  /** Those that were stored since the last call, each once; at the first call also those of before. */
  take: () => string[];
  /** Resolves when a summary has been stored, or at least as many records as posts are `open`. */
  news: (open: number | undefined) => Promise<void>;
  stop: () => void;
}

async function storedKeys(
  bucket: FollowOptions["pipeline"]["bucket"],
  crawlId: string,
): Promise<StoredKeys> {
  const prefix = postRecordPrefix(crawlId);
  const summaryKey = crawlSummaryKey(crawlId);
  let fresh = new Set<string>();
  let listen = (_key: string) => {};
  const stop = bucket.onStored((key) => {
    if (key.startsWith(prefix)) fresh.add(key);
    listen(key);
  });
  for (const key of await bucket.keys(prefix)) fresh.add(key);
  return {
    take: () => {
      const taken = [...fresh];
      fresh = new Set();
      return taken;
    },
    news: (open = Infinity) =>
      new Promise((resolve) => {
        listen = (key) => {
          if (key === summaryKey || (fresh.size > 0 && fresh.size >= open)) resolve();
        };
        // What was stored while the last poll worked.
        listen("");
      }),
    stop,
  };
}
