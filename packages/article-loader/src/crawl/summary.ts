import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { CrawlRequest, CrawlSummary } from "@reddit-crawler/message-schema";

import { countPerShard } from "./count-per-shard.ts";
import { summarizeCrawl, type CrawlProgress } from "./progress.ts";
import type { ListingSource } from "../gate/listing-source.ts";

/** Where the summaries of crawls are kept. */
export interface CrawlSummaries {
  /**
   * Replaces the summary of a crawl by what `next` makes of it, and by nothing where that is the former one. `next` is
   * called again whenever somebody else was first. Resolves to the summary that stands then.
   */
  saveSummary(
    crawlId: string,
    next: (former: CrawlSummary | undefined) => CrawlSummary,
  ): Promise<CrawlSummary>;
}

/** How a crawl stands, besides what every summary says. */
export type CrawlStanding = Pick<CrawlSummary, "state"> & Partial<CrawlSummary>;

/** What is known of all tries of a request, the present one included. */
interface KnownTries {
  /** Whether Lambda gives the request up when this try fails. */
  isLast: boolean;
  /** The most posts that any of them has listed, by shard of the tally. */
  listedPerShard: number[];
}

/** Keeps how the crawl stands. Resolves to the summary that stands then: a listing that is over stays as it is. */
export type KeepStanding = (
  standingOf: (tries: KnownTries) => CrawlStanding,
) => Promise<CrawlSummary>;

/** A quota: Lambda runs an event twice again (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). */
const mostTries = 3;

/**
 * The journal of one try of `request`, which the SNS message `messageId` brought: Lambda's own retries and a message that
 * SNS delivers twice have the same one, and one that is sent again has another. Lambda does not tell a function which try
 * it is: the summary counts them. Until everything is listed, its counts are those of the try that has listed most.
 */
export function createCrawlJournal(
  request: CrawlRequest,
  messageId: string,
  { listedPostIds, counts }: Pick<CrawlProgress, "listedPostIds" | "counts">,
  ports: {
    records: CrawlSummaries;
    source: Pick<ListingSource, "name" | "note">;
    clock: Pick<Clock, "now">;
  },
): KeepStanding {
  let begun: number | undefined;

  return (standingOf) =>
    ports.records.saveSummary(request.crawlId, (former) => {
      if (isListingOver(former)) return former;
      const known = former?.tries;
      // Counted once, also where the summary is put and its answer lost.
      begun ??= (known?.begun[messageId] ?? 0) + 1;
      const listedPerShard = countPerShard(listedPostIds).map((count, shard) =>
        Math.max(count, known?.listedPerShard[shard] ?? 0),
      );
      const standing = standingOf({ isLast: begun >= mostTries, listedPerShard });
      const isBehind = former !== undefined && former.counts.listed > counts.listed;
      const summary = summarizeCrawl(
        request,
        ports.source,
        isBehind && standing.state !== "listed" ? former.counts : counts,
        { updatedAt: new Date(ports.clock.now()).toISOString(), ...standing },
      );
      if (isListingOver(summary)) return summary;
      // An older try may still be at work: it must not make the next one count from its own number.
      const most = Math.max(begun, known?.begun[messageId] ?? 0);
      const tries = { begun: { ...known?.begun, [messageId]: most }, listedPerShard };
      return { ...summary, tries };
    });
}
