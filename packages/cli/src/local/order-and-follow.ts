import { queuedStatus } from "@reddit-crawler/crawl-status/crawl-status";
import type { StackOptions } from "@reddit-crawler/local-stack/start-stack";
import { crawlAddress } from "@reddit-crawler/message-schema";
import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";
import {
  crawlInputSchema,
  readSelection,
} from "@reddit-crawler/message-schema/http-api/crawl-input";
import type { PictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import * as z from "zod/mini";

import { orderCrawl, type CrawlOrder } from "../pipeline/crawl-api.ts";
import { crawlSignals } from "../pipeline/crawl-signals.ts";
import type { LocalPipeline } from "../pipeline/pipeline.ts";
import type { CrawlWatch } from "../terminal/crawl-watch.ts";
import { followCrawl, type CrawlEnd, type CrawlProgress } from "./follow-crawl.ts";
import type { hostWaits } from "./host-waits.ts";
import { localStatus } from "./local-status.ts";
import type { Patience } from "./patience.ts";
import { goOnWith, type StoppedCrawl } from "./stopped-crawl.ts";

/** A line that a stage logs. */
type LogLine = Parameters<NonNullable<StackOptions["onLog"]>>[0];

/** A pipeline that runs a command's crawls, with what these share. */
export interface SharedPipeline {
  pipeline: LocalPipeline;
  folder: PictureFolder;
  patience: Patience;
  waits: ReturnType<typeof hostWaits>;
  /** Called with each line that a stage logs, while they are in it. */
  listeners: Set<(line: LogLine) => void>;
  sleep: (ms: number) => Promise<void>;
  /** Called once a crawl has its id. */
  onOrdered?: ((crawlId: string) => Promise<void>) | undefined;
}

/** A crawl that has come to its end. */
export interface EndedCrawl {
  crawlId: string;
  order: CrawlOrder;
  end: CrawlEnd;
  /** Undefined for a crawl of which the loader said nothing. */
  status: CrawlStatus | undefined;
}

/**
 * Orders a crawl, or goes on with the one that was `stopped`, and follows it to its end, shown by `watch`. `onListed` is
 * called once its listing is over.
 */
export async function orderAndFollow(
  { order, stopped }: { order: CrawlOrder; stopped: StoppedCrawl | undefined },
  { pipeline, folder, patience, waits, listeners, sleep, onOrdered }: SharedPipeline,
  watch: CrawlWatch,
  onListed: () => void,
): Promise<EndedCrawl> {
  const signals = crawlSignals({
    onWait: watch.waited,
    // The summary is polled between pictures only, and these may take long.
    onListed: () => watch.listed(),
  });
  let crawlId: string | undefined;
  // Until the id is known, no other crawl is listed.
  const listen = (entry: LogLine) => {
    if (crawlId === undefined || entry.line.includes(crawlId)) signals.onLog(entry);
  };
  listeners.add(listen);
  try {
    watch.ordered();
    const id = (crawlId = await (stopped
      ? goOnWith(stopped, pipeline)
      : orderCrawl(pipeline.apiUrl, order)));
    await onOrdered?.(id);
    const end = await followCrawl(id, {
      pipeline,
      folder,
      patience,
      onProgress: (progress) => {
        const status = statusOf(progress);
        if (status && !["queued", "listing"].includes(status.state)) onListed();
        watch.show(status, {
          inFlight: progress.inFlight,
          redditBudget: signals.redditBudget(),
          wait: signals.wait(status) ?? waits.wait(id, patience.leftMs()),
        });
      },
      sleep,
    });
    return { crawlId: id, order, end, status: statusOf(end.progress) };
  } finally {
    listeners.delete(listen);
  }
}

function statusOf({ summary, records, givenUp }: CrawlProgress): CrawlStatus | undefined {
  return summary && localStatus(summary, records, givenUp);
}

/** The status for a result that has to have one. */
export function statusOfEnded({ crawlId, order, status, end }: EndedCrawl): CrawlStatus {
  if (status) return status;
  const address = crawlAddress(readSelection(z.parse(crawlInputSchema, order)));
  const message = end.kind === "failed" ? end.message : "Nothing was listed.";
  const failure = { code: "not-listed", message, retryable: true };
  return { ...queuedStatus(crawlId, Date.now()), state: "failed", address, failure };
}
