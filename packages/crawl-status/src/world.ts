import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
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
  log: Log;
}
