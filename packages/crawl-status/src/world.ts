import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { CrawlFinished } from "@reddit-crawler/message-schema";

/** Where the end of a crawl is published. */
export interface FinishTopic {
  /** @throws {RetryableError} when it may not be published. */
  publish(message: CrawlFinished): Promise<void>;
}

/** What announcing the end of a crawl needs; constant for the process. */
export interface CrawlEndWorld {
  objects: JsonObjects;
  topic: FinishTopic;
  clock: Clock;
  /** From 0 to below 1. */
  random: () => number;
  log: Log;
  /** Keys that one listing request shows; S3's 1,000 where nothing is said. */
  keysPerRequest?: number;
}
