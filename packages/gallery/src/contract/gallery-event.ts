import type { GalleryCrawl } from "./gallery-crawl.ts";
import type { GalleryPost } from "./gallery-post.ts";

/** The post queue and its dead-letter queue, in messages. */
export interface QueueDepths {
  waiting: number;
  /** Taken by a worker, or hidden until another try. */
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

/** What `GET /events` tells, each as one server-sent event. A snapshot comes first and replaces all that was known. */
export type GalleryEvent =
  | ({ type: "snapshot"; queues: QueueDepths } & GallerySnapshot)
  | { type: "crawl"; crawl: GalleryCrawl }
  | { type: "posts"; posts: readonly GalleryPost[] }
  | { type: "queues"; queues: QueueDepths };
