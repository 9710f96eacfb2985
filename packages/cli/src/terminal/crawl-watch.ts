import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";

import { pictures, progressFrame, progressLine, type CrawlView } from "./crawl-view.ts";
import type { Paint } from "./paint.ts";
import type { ProgressView } from "./progress-view.ts";
import type { Stopwatch } from "./time-spent.ts";

/** Shows a crawl from one poll to the next, with what else is known of it. */
export type CrawlWatch = (
  status: CrawlStatus | undefined,
  hints: Partial<Pick<CrawlView, "inFlight" | "redditBudget" | "wait">>,
) => void;

/** A watch that shows what it gets on `view`, and notes on `watch` when the listing is over. */
export function crawlWatch(view: ProgressView, paint: Paint, watch: Stopwatch): CrawlWatch {
  const pictureRate = rateMeter();
  const byteRate = rateMeter();
  return (status, { inFlight, redditBudget, wait }) => {
    if (status && !["queued", "listing"].includes(status.state)) watch.listed();
    const seen = {
      status,
      elapsedMs: watch.elapsedMs(),
      picturesPerSecond: pictureRate(status ? pictures(status) : 0),
      bytesPerSecond: byteRate(status?.bytes ?? 0),
      inFlight,
      redditBudget,
      wait,
    };
    view.show(progressLine(seen), progressFrame(seen, paint));
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
