import { crawlStatus, queuedStatus, stalledSince } from "@reddit-crawler/crawl-status/crawl-status";
import { crawlTotals, readTally } from "@reddit-crawler/crawl-status/crawl-totals";
import { crawlIdTimeMs, type CrawlFilter } from "@reddit-crawler/message-schema";
import { filterAnswer } from "@reddit-crawler/message-schema/http-api/filter-input";

import type { ApiAnswer, ApiRequest } from "../http/api-request.ts";
import { taggedAnswer } from "../http/entity-tag.ts";
import type { ApiWorld } from "../world.ts";
import { mayBeQueued, noSuchCrawl, readSummary } from "./known-crawl.ts";

/** `GET /crawls/{crawl_id}`: the summary and the tally, as many reads for ten thousand posts as for none. */
export async function answerCrawlStatus(
  { archive, clock }: ApiWorld,
  request: ApiRequest,
  crawlId: string,
): Promise<ApiAnswer> {
  const posts_url = `${request.baseUrl}/crawls/${crawlId}/posts`;
  // The tally is read after the summary: a crawl whose listing has ended misses no post that was decided before.
  const summary = await readSummary(crawlId, archive);
  if (!summary)
    return mayBeQueued(crawlId, clock.now())
      ? taggedAnswer(request, { ...queuedStatus(crawlId, crawlIdTimeMs(crawlId)), posts_url })
      : noSuchCrawl(crawlId);
  const status = crawlStatus(
    summary,
    crawlTotals(await readTally(crawlId, (key) => archive.read(key))),
  );
  const since = stalledSince(status, clock.now());
  const stalled = since === undefined ? {} : { stalled_since: since };
  return taggedAnswer(request, { ...status, ...stalled, ...filtersOf(summary), posts_url });
}

/** Absent where the crawl has none. */
function filtersOf(summary: CrawlFilter) {
  const filters = filterAnswer(summary);
  return Object.values(filters).every((value) => value === undefined) ? {} : { filters };
}
