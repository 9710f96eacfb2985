import { crawlAddress, crawlRequestSchema, newCrawlId } from "@reddit-crawler/message-schema";
import { filterAnswer } from "@reddit-crawler/message-schema/http-api/filter-input";

import type { ApiAnswer, ApiRequest } from "../http/api-request.ts";
import { readJsonBody } from "../http/json-body.ts";
import type { ApiWorld } from "../world.ts";
import { readCrawlInput } from "./crawl-input.ts";
import { keepQueued } from "./keep-queued.ts";

/**
 * `POST /crawls`: starts a crawl, and answers 201 only after its request is safe with the topic.
 * @throws {RetryableError} when it may not be.
 */
export async function createCrawl(
  world: ApiWorld,
  { body, baseUrl, traceId, log }: ApiRequest,
): Promise<ApiAnswer> {
  const { topic, clock, randomBytes } = world;
  const json = readJsonBody(body);
  if (json.kind === "refusal") return json;
  const input = readCrawlInput(json.value);
  if (input.kind === "refusal") return input;

  const now = clock.now();
  const crawl = crawlRequestSchema.parse({
    schemaVersion: 1,
    crawlId: newCrawlId(now, randomBytes),
    ...input.selection,
    requestedAt: new Date(now).toISOString(),
    traceId,
  });
  const statusUrl = `${baseUrl}/crawls/${crawl.crawlId}`;
  // Whole before anything is published: a crawl that runs shall have been answered for.
  const answer: ApiAnswer = {
    kind: "result",
    status: 201,
    // No URL is parsed: whoever calls writes the host's name, and may write anything.
    headers: { location: statusUrl.replace(/^https?:\/\/[^/]*/, "") },
    body: {
      crawl_id: crawl.crawlId,
      subreddit: crawl.subreddit,
      address: crawlAddress(crawl),
      sort_method: crawl.sortMethod,
      time_filter: crawl.timeFilter,
      limit: crawl.limit,
      ...filterAnswer(crawl),
      requested_at: crawl.requestedAt,
      status_url: statusUrl,
    },
  };
  const messageId = await topic.publish(crawl);
  log.info("crawl-requested", { ...crawl, messageId });
  await keepQueued(crawl, world, log);
  return answer;
}
