import { crawlStatus, queuedStatus, stalledSince } from "@reddit-crawler/crawl-status/crawl-status";
import { crawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { readStatusTotals } from "@reddit-crawler/crawl-status/status-totals";
import { crawlIdTimeMs, type CrawlFilter, type CrawlSummary } from "@reddit-crawler/message-schema";
import { filterAnswer } from "@reddit-crawler/message-schema/http-api/filter-input";

import type { ApiAnswer, ApiRequest } from "../http/api-request.ts";
import { taggedAnswer } from "../http/entity-tag.ts";
import type { ApiWorld } from "../world.ts";
import { mayBeQueued, noSuchCrawl, readSummary } from "./known-crawl.ts";

/** A quota: of one listing request (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html). */
const mostKeys = 1000;

/** `GET /crawls/{crawl_id}`: the summary, a listing request, and for a large crawl what its latest check counted. */
export async function answerCrawlStatus(
  world: ApiWorld,
  request: ApiRequest,
  crawlId: string,
): Promise<ApiAnswer> {
  const { archive, clock } = world;
  const posts_url = `${request.baseUrl}/crawls/${crawlId}/posts`;
  // The posts are listed after the summary is read: a crawl whose listing has ended misses none that was decided before.
  const summary = await readSummary(crawlId, world);
  if (!summary)
    return mayBeQueued(crawlId, clock.now())
      ? taggedAnswer(request, { ...queuedStatus(crawlId, crawlIdTimeMs(crawlId)), posts_url })
      : noSuchCrawl(crawlId);
  if (summary.state === "queued") {
    const status = { ...crawlStatus(summary, crawlTotals([])), ...(await placeOf(summary, world)) };
    return taggedAnswer(request, { ...status, ...filtersOf(summary), posts_url });
  }
  const totals = await readStatusTotals(crawlId, summary.counts.listed, {
    read: (key) => archive.read(key),
    listPage: (prefix, after) => archive.list(prefix, after, mostKeys),
  });
  const status = crawlStatus(summary, totals);
  const since = stalledSince(status, clock.now());
  const stalled = since === undefined ? {} : { stalled_since: since };
  return taggedAnswer(request, { ...status, ...stalled, ...filtersOf(summary), posts_url });
}

/** Where it stands in the queue: no further back than when it was posted, and than there are that wait. */
async function placeOf(
  { crawlId, place }: CrawlSummary,
  { queue, log }: ApiWorld,
): Promise<{ queue_place?: number }> {
  if (place === undefined) return {};
  try {
    return { queue_place: Math.max(1, Math.min(place, await queue.waiting())) };
  } catch (error) {
    log.warn("place-unknown", { crawlId, error });
    return { queue_place: place };
  }
}

/** Absent where the crawl has none. */
function filtersOf(summary: CrawlFilter) {
  const filters = filterAnswer(summary);
  return Object.values(filters).every((value) => value === undefined) ? {} : { filters };
}
