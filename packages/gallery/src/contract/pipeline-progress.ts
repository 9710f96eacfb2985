import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";

import type { QueueDepths } from "./gallery-event.ts";

/** What happens in a running pipeline, for the gallery to show. Records may come again: only those not yet known count. */
export type PipelineProgress =
  | {
      type: "crawl";
      crawlId: string;
      summary: CrawlSummary | undefined;
      records: readonly PostRecord[];
    }
  /** Nothing more will come of the crawl by itself. `message` says why it failed. */
  | { type: "over"; crawlId: string; state: "finished" | "given-up" | "failed"; message?: string }
  | { type: "queues"; queues: QueueDepths };
