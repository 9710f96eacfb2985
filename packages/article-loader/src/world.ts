import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import type { CrawlEnds } from "@reddit-crawler/crawl-status/announce-end";
import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { Log } from "@reddit-crawler/function-runtime/log";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";
import type { CrawlRequest } from "@reddit-crawler/message-schema";

import type { Config } from "./config.ts";
import type { ImportObjects } from "./file/import-lines.ts";
import type { ListingSources } from "./sources/listing-sources.ts";

/** A post as it goes into the queue. */
export interface QueuedPost {
  postId: string;
  text: string;
  /** The text's length in UTF-8, which is how SQS counts. */
  bytes: number;
}

/** An entry of a batch that the queue did not take. */
export interface RefusedEntry {
  postId: string;
  code: string;
}

/** The queue of posts that wait for their download. */
export interface PostQueue {
  /** Sends one batch and names the entries that were not taken. @throws {RetryableError} when the queue did not answer. */
  sendBatch(posts: readonly QueuedPost[]): Promise<RefusedEntry[]>;
}

/** The queue in which crawl requests wait for the loader. */
export interface CrawlQueue {
  /**
   * Puts a request at the queue's end, where it is seen after `delaySeconds`, 0 to 900.
   * @throws {RetryableError} `queue-unavailable` when it may not be there.
   */
  send(request: CrawlRequest, delaySeconds: number): Promise<void>;
  /** Whether other requests wait. It never throws: the answer is approximate, and without one nobody waits. */
  othersWait(): Promise<boolean>;
  /** Shows the message of this receive again in `seconds`. @throws {RetryableError} `queue-unavailable`. */
  showAgain(receiptHandle: string, seconds: number): Promise<void>;
}

/** Everything that is constant for the process: its settings, what lies outside of it, and what it remembers. */
export interface LoaderWorld {
  config: Config;
  http: OutboundHttp;
  /** How listings may be read, and what this process remembers of its requests. */
  sources: ListingSources;
  /** The bucket of summaries, outcome records, the index of crawls and the request gates. */
  objects: JsonObjects;
  /** The bucket's posts of files. */
  imports: ImportObjects;
  ends: CrawlEnds;
  queue: PostQueue;
  crawls: CrawlQueue;
  clock: Clock;
  /** From 0 to below 1. */
  random: () => number;
  log: Log;
}
