import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";

import { pictures, progressFrame, progressLine } from "../terminal/crawl-view.ts";
import type { Paint } from "../terminal/paint.ts";
import type { ProgressView } from "../terminal/progress-view.ts";
import { rateMeter } from "../terminal/rate-meter.ts";
import type { Stopwatch } from "../terminal/time-spent.ts";

/** What else is known of a crawl while it runs. */
interface WatchHints {
  inFlight?: number | undefined;
  redditBudget?: number | undefined;
  wait?: { reason: string; seconds: number } | undefined;
}

/** Shows a crawl from one look to the next. */
export type CrawlWatch = (status: CrawlStatus | undefined, hints: WatchHints) => void;

/** A watch that shows what it is told on `view`, and notes on `watch` when the listing is over. */
export function crawlWatch(view: ProgressView, paint: Paint, watch: Stopwatch): CrawlWatch {
  const pictureRate = rateMeter();
  const byteRate = rateMeter();
  return (status, { inFlight, redditBudget, wait }) => {
    if (status && !["queued", "listing"].includes(status.state)) watch.listed();
    const seen = {
      status,
      elapsedMs: watch.elapsedMs(),
      picturesPerSecond: pictureRate.note(status ? pictures(status) : 0),
      bytesPerSecond: byteRate.note(status?.bytes ?? 0),
      inFlight,
      redditBudget,
      wait,
    };
    view.show(progressLine(seen), progressFrame(seen, paint));
  };
}
