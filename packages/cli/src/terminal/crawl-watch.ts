import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";

import type { CommandOutput } from "./command-output.ts";
import { pictures, progressFrame, progressLine, type CrawlView } from "./crawl-view.ts";

/** Where a crawl's time went, in milliseconds. */
export interface TimeSpent {
  /** From the command's start to the crawl's request. */
  startingMs: number;
  /** Until the listing ended. */
  listingMs: number;
  /** From there to the end: what was downloaded beside the listing is not in it. */
  downloadingMs: number;
  /** Of all that, waits that Reddit asked for. */
  waitingForRedditMs: number;
}

/** Watches a crawl's phases go by, and shows how far it is. Only the first `ordered` and `listed` count. */
export interface CrawlWatch {
  ordered(): void;
  listed(): void;
  waited: (ms: number) => void;
  /** Shows the status of the latest poll, with what else is known of the crawl. */
  show(
    status: CrawlStatus | undefined,
    hints: Partial<Pick<CrawlView, "inFlight" | "redditBudget" | "wait">>,
  ): void;
  /** Where the time went until now. */
  spent(): TimeSpent;
}

/** A watch that starts now and shows a crawl on `output`. */
export function crawlWatch({ view, paint }: Pick<CommandOutput, "view" | "paint">): CrawlWatch {
  const startedAt = Date.now();
  let orderedAt: number | undefined;
  let listedAt: number | undefined;
  let waitingForRedditMs = 0;
  const pictureRate = rateMeter();
  const byteRate = rateMeter();
  const listed = () => {
    listedAt ??= Date.now();
  };
  return {
    ordered: () => {
      orderedAt ??= Date.now();
    },
    listed,
    waited: (ms) => {
      waitingForRedditMs += ms;
    },
    show: (status, { inFlight, redditBudget, wait }) => {
      if (status && !["queued", "listing"].includes(status.state)) listed();
      const seen = {
        status,
        elapsedMs: Date.now() - startedAt,
        picturesPerSecond: pictureRate(status ? pictures(status) : 0),
        bytesPerSecond: byteRate(status?.bytes ?? 0),
        inFlight,
        redditBudget,
        wait,
        remainingMs: status?.estimate && Date.parse(status.estimate.done_at) - Date.now(),
      };
      view.show(progressLine(seen), progressFrame(seen, paint));
    },
    spent: () => {
      const end = Date.now();
      const ordered = orderedAt ?? end;
      const listed = listedAt ?? end;
      return {
        startingMs: ordered - startedAt,
        listingMs: listed - ordered,
        downloadingMs: end - listed,
        waitingForRedditMs,
      };
    },
  };
}

/** Milliseconds: short enough to look alive, long enough not to flicker between pictures. */
const windowMs = 5000;

/** Takes a total and gives its growth per second over the last five seconds; `now` in milliseconds. */
export function rateMeter(now: () => number = Date.now): (total: number) => number {
  const seen: { at: number; total: number }[] = [];
  return (total) => {
    const at = now();
    seen.push({ at, total });
    while (seen.length > 2 && at - (seen[1]?.at ?? at) >= windowMs) seen.shift();
    const first = seen[0] ?? { at, total };
    return at === first.at ? 0 : ((total - first.total) * 1000) / (at - first.at);
  };
}
