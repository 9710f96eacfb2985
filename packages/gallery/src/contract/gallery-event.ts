import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";

import type { GalleryCrawl } from "./gallery-crawl.ts";
import type { GalleryPost } from "./gallery-post.ts";

/** The post queue and its dead-letter queue, in messages. */
export interface QueueDepths {
  waiting: number;
  /** Taken by a worker, or hidden until another attempt. */
  inFlight: number;
  deadLettered: number;
}

/** Everything the page shows, at one moment. */
export interface GallerySnapshot {
  /** Newest first. */
  crawls: readonly GalleryCrawl[];
  /** In the order in which they were decided. */
  posts: readonly GalleryPost[];
}

/** What `GET /events` sends, each as one server-sent event. A snapshot comes first and replaces all that was known. */
export type GalleryEvent =
  | ({ type: "snapshot"; queues: QueueDepths } & GallerySnapshot)
  | { type: "crawl"; crawl: GalleryCrawl }
  | { type: "posts"; posts: readonly GalleryPost[] }
  | { type: "queues"; queues: QueueDepths };

/** One post that was given up: what is known of it while it waits in the dead-letter queue. */
export interface DeadLetter {
  crawlId: string;
  postId: string;
  subreddit: string;
  title: string;
  /** The post's absolute address on Reddit. */
  permalink?: string;
  /** The last error's code, and its words. */
  code?: string;
  message?: string;
  attempts?: number;
  /** When it was given up. */
  at?: string;
}

/** What came of the wish to stop a crawl: a crawl of an earlier run is `unknown` to the pipeline. */
export type StopResult = "stopped" | "over" | "unknown";

/** What happens in a running pipeline, for the gallery to show. Records may come again: only those not yet known count. */
export type PipelineProgress =
  | {
      kind: "crawl";
      crawlId: string;
      summary: CrawlSummary | undefined;
      records: readonly PostRecord[];
    }
  /** Nothing more will come of the crawl by itself. `message` says why it failed. */
  | {
      kind: "over";
      crawlId: string;
      state: "finished" | "given-up" | "failed" | "stopped";
      message?: string;
    }
  | { kind: "queues"; queues: QueueDepths };
