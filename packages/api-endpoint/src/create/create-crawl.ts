import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { crawlRequestSchema, type CrawlRequest } from "@reddit-crawler/message-schema";

import { newCrawlId, type RandomBytes } from "./crawl-id.ts";
import type { CrawlSelection } from "./crawl-input.ts";

/** Where crawl requests go. */
export interface CrawlTopic {
  /** Resolves to the message's id once the topic keeps it. @throws {RetryableError} when it may not have been kept. */
  publish(request: CrawlRequest): Promise<string>;
}

/** What starting a crawl needs of the world. */
export interface CreateCrawlPorts {
  topic: CrawlTopic;
  clock: Pick<Clock, "now">;
  randomBytes: RandomBytes;
}

/** Starts a crawl: resolves only after its request is safe with the topic. @throws {RetryableError} when it is not. */
export async function createCrawl(
  selection: CrawlSelection,
  { topic, clock, randomBytes }: CreateCrawlPorts,
): Promise<{ request: CrawlRequest; messageId: string }> {
  const now = clock.now();
  const request = crawlRequestSchema.parse({
    schemaVersion: 1,
    crawlId: newCrawlId(now, randomBytes),
    ...selection,
    requestedAt: new Date(now).toISOString(),
  });
  return { request, messageId: await topic.publish(request) };
}
