import { crawlStatus, queuedStatus } from "@reddit-crawler/crawl-status/crawl-status";
import { crawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { readTally } from "@reddit-crawler/crawl-status/read-tally";
import { stalledSince } from "@reddit-crawler/crawl-status/stalled-since";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { CrawlFilter } from "@reddit-crawler/message-schema";

import { refusal, type ApiAnswer, type ApiRequest } from "../http/api-request.ts";
import type { CrawlArchive } from "./crawl-archive.ts";
import { taggedAnswer } from "../http/entity-tag.ts";
import { filterAnswer } from "../create/filter-input.ts";
import { readSummary } from "./read-summary.ts";
import { crawlIdTimeMs, mayBeQueued, noSuchCrawl } from "./waiting-crawl.ts";

/** `GET /crawls/{crawl_id}`: the summary and the tally, as many reads for ten thousand posts as for none. */
export async function answerCrawlStatus(
  request: ApiRequest,
  { archive, clock }: { archive: CrawlArchive; clock: Pick<Clock, "now"> },
  crawlId: string,
): Promise<ApiAnswer> {
  const objects = {
    read: async (key: string) => {
      const text = await archive.read(key);
      return text === undefined ? undefined : { text, version: "" };
    },
  };
  // The tally is read after the summary: a crawl whose listing has ended misses no post that was decided before.
  const summary = await readSummary(crawlId, archive);
  if (!summary)
    return mayBeQueued(crawlId, clock.now())
      ? taggedAnswer(request, withLink(request, queuedStatus(crawlId, crawlIdTimeMs(crawlId))))
      : refusal(noSuchCrawl(crawlId));
  const tally = await readTally(crawlId, objects);
  const totals = crawlTotals(tally.flatMap((posts) => Object.values(posts)));
  const status = crawlStatus(summary, totals);
  const since = stalledSince(status, clock.now());
  const stalled = since === undefined ? {} : { stalled_since: since };
  return taggedAnswer(request, withLink(request, { ...status, ...stalled, ...filtersOf(summary) }));
}

/** Absent where the crawl has none. */
function filtersOf(summary: CrawlFilter) {
  const filters = filterAnswer(summary);
  return Object.keys(filters).length === 0 ? {} : { filters };
}

function withLink<Status extends { crawl_id: string }>({ baseUrl }: ApiRequest, status: Status) {
  return { ...status, posts_url: `${baseUrl}/crawls/${status.crawl_id}/posts` };
}
