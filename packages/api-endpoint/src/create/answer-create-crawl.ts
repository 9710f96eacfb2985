import type { Log } from "@reddit-crawler/function-runtime/log";

import { refusal, type ApiAnswer, type ApiRequest } from "../http/api-request.ts";
import { readCrawlInput } from "./crawl-input.ts";
import { createCrawl, type CreateCrawlPorts } from "./create-crawl.ts";
import { filterAnswer } from "./filter-input.ts";
import { readJsonBody } from "../http/json-body.ts";

/** `POST /crawls`: 201 once the crawl's request is safe. @throws {RetryableError} when it could not be handed on. */
export async function answerCreateCrawl(
  request: ApiRequest,
  ports: CreateCrawlPorts & { log: Log },
): Promise<ApiAnswer> {
  const body = readJsonBody(request.body);
  if ("problem" in body) return refusal(body.problem);
  const input = readCrawlInput(body.value);
  if ("problem" in input) return refusal(input.problem);

  const { request: crawl, messageId } = await createCrawl(input.selection, ports);
  ports.log.info("crawl-requested", { ...crawl, messageId });
  const statusUrl = `${request.baseUrl}/crawls/${crawl.crawlId}`;
  return {
    status: 201,
    headers: { location: new URL(statusUrl).pathname },
    body: {
      crawl_id: crawl.crawlId,
      subreddit: crawl.subreddit,
      sort_method: crawl.sortMethod,
      time_filter: crawl.timeFilter,
      limit: crawl.limit,
      ...filterAnswer(crawl),
      requested_at: crawl.requestedAt,
      status_url: statusUrl,
    },
  };
}
