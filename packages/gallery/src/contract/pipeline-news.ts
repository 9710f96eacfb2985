import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";

import type { QueueDepths } from "./gallery-event.ts";

/** What a running pipeline tells the gallery. Records may be told again: only those not yet known count. */
export type PipelineNews =
  | {
      type: "crawl";
      crawlId: string;
      summary: CrawlSummary | undefined;
      records: readonly PostRecord[];
    }
  /** Nothing more will come of the crawl by itself. `message` says why it failed. */
  | { type: "over"; crawlId: string; state: "finished" | "given-up" | "failed"; message?: string }
  | { type: "queues"; queues: QueueDepths };
