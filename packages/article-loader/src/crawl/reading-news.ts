import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { CrawlSummary } from "@reddit-crawler/message-schema";

import { ListingOverError } from "./listing-over-error.ts";

/** Why the next request to Reddit is not sent now. */
interface ReadingWait {
  seconds: number;
  reason: string;
}

/** Who is told what only the reading of pages knows. */
export interface ReadingListener {
  /** Need not end before the wait does. @throws {ListingOverError} when there is nothing left to wait for. */
  onWait: (wait: ReadingWait) => Promise<void>;
  onBudget: (remaining: number) => void;
}

/** What a listener was told, for the crawl's summary. */
export interface ReadingNews extends ReadingListener {
  known(): Pick<CrawlSummary, "waiting" | "redditBudget">;
}

/** Chosen: a shorter wait is over by the time that anybody looks, and not worth a write. */
const worthTellingSeconds = 10;

/** News that go into the summary whenever it is written; a long wait has it written by `save` at once. */
export function createReadingNews(
  save: () => Promise<void>,
  { clock, log }: { clock: Pick<Clock, "now">; log: Log },
): ReadingNews {
  let redditBudget: number | undefined;
  let waiting: CrawlSummary["waiting"];
  return {
    onWait: async ({ reason, seconds }) => {
      if (seconds < worthTellingSeconds) return;
      waiting = { reason, until: new Date(clock.now() + seconds * 1000).toISOString() };
      try {
        await save();
      } catch (error) {
        if (error instanceof ListingOverError) throw error;
        // The crawl waits all the same, and its next page is told.
        log.warn("wait-not-told", { error });
      }
    },
    onBudget: (remaining) => void (redditBudget = Math.max(0, remaining)),
    known: () => ({
      ...(redditBudget !== undefined && { redditBudget }),
      ...(waiting && Date.parse(waiting.until) > clock.now() && { waiting }),
    }),
  };
}
