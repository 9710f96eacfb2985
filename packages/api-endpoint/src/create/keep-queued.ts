import type { Log } from "@reddit-crawler/function-runtime/log";
import {
  crawlIndexKey,
  crawlSummaryKey,
  crawlSummarySchema,
  type CrawlRequest,
} from "@reddit-crawler/message-schema";

import type { ApiWorld } from "../world.ts";

/** Milliseconds: the crawl runs without, so that its caller shall not wait for a bucket or queue that is slow. */
const patienceMs = 2500;

/**
 * Keeps what is known of a crawl that waits for its listing, and its place in the queue, unless the article-loader was
 * faster. Never throws: the crawl is published, and known by its id alone where this fails, which is logged.
 */
export async function keepQueued(crawl: CrawlRequest, world: ApiWorld, log: Log): Promise<void> {
  const over = new AbortController();
  const late = world.clock.sleep(patienceMs, over.signal).then(
    () => log.error("crawl-not-kept", { crawlId: crawl.crawlId, reason: `${patienceMs} ms` }),
    // It was kept in time.
    () => {},
  );
  const kept = keep(crawl, world, log)
    .catch((error: unknown) => log.error("crawl-not-kept", { crawlId: crawl.crawlId, error }))
    .finally(() => over.abort());
  await Promise.race([kept, late]);
}

async function keep(
  crawl: CrawlRequest,
  { queue, archive, clock }: ApiWorld,
  log: Log,
): Promise<void> {
  const waiting = await queue.waiting().catch((error: unknown) => {
    log.warn("place-unknown", { crawlId: crawl.crawlId, error });
    return undefined;
  });
  const summary = crawlSummarySchema.parse({
    ...crawl,
    state: "queued",
    source: crawl.source ?? "auto",
    updatedAt: new Date(clock.now()).toISOString(),
    counts: { pages: 0, listed: 0, queued: 0, withoutPictures: 0, picturesLinked: 0 },
    // The count has most often this request already.
    ...(waiting !== undefined && { place: Math.max(1, waiting) }),
  });
  await Promise.all([
    archive.keep(crawlSummaryKey(crawl.crawlId), JSON.stringify(summary)),
    archive.keep(crawlIndexKey(crawl.crawlId), JSON.stringify(crawl)),
  ]);
}
