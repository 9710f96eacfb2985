import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { CrawlRequest, RandomBytes } from "@reddit-crawler/message-schema";

/** Where crawl requests go. */
export interface CrawlTopic {
  /** Resolves to the message's id once the topic keeps it. @throws {RetryableError} when it may not have been kept. */
  publish(request: CrawlRequest): Promise<string>;
}

/** The queue behind the topic. */
export interface CrawlQueue {
  /** How many requests wait, approximately. @throws {RetryableError} `queue-unavailable`. */
  waiting(): Promise<number>;
}

/** What the bucket knows of crawls. Every method throws RetryableError when the bucket did not answer. */
export interface CrawlArchive {
  /** An object's text; undefined when there is none. */
  read(key: string): Promise<string | undefined>;
  /** Keys below `prefix` that sort after `after`, in their order, at most `limit` (1..1000), and whether more follow. */
  list(
    prefix: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ keys: string[]; more: boolean }>;
  /** Puts `text` unless there is an object. */
  keep(key: string, text: string): Promise<void>;
  /** A URL that opens one object for `linkSeconds`, to anyone who has it. */
  linkTo(key: string): Promise<string>;
}

/** Seconds: time to look at a page of pictures or to download them, and a link in a log is soon worth nothing. */
export const linkSeconds = 900;

/** What the endpoint has for all requests. */
export interface ApiWorld {
  topic: CrawlTopic;
  queue: CrawlQueue;
  archive: CrawlArchive;
  clock: Clock;
  randomBytes: RandomBytes;
  log: Log;
}
