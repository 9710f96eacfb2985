import type { Log } from "@reddit-crawler/function-runtime/log";

import { createCrawl, type CreateCrawlPorts } from "./create-crawl.ts";
import { readCrawlInput } from "./crawl-input.ts";
import { readJsonBody, type ReceivedBody } from "./json-body.ts";
import type { Problem } from "./problem.ts";

/** One HTTP request, whatever brought it. */
export interface ApiRequest {
  method: string;
  /** Without the API's own base path: `/crawls`. */
  path: string;
  /** What stands before `path`, as the caller wrote it: `https://api.example.com`, with a base path where there is one. */
  baseUrl: string;
  body: ReceivedBody;
}

/** What to send back: a result, or why there is none. Header names are in lower case. */
export type ApiAnswer = { headers: Readonly<Record<string, string>> } & (
  | { status: number; body: unknown }
  | { problem: Problem }
);

/** Carries out one request. @throws {RetryableError} when a crawl could not be handed on. */
export async function answerRequest(
  request: ApiRequest,
  ports: CreateCrawlPorts & { log: Log },
): Promise<ApiAnswer> {
  if (request.path !== "/crawls")
    return refusal({ status: 404, detail: "There is nothing here. POST /crawls starts a crawl." });
  if (request.method !== "POST")
    return refusal(
      { status: 405, detail: `/crawls takes no ${request.method}. POST /crawls starts a crawl.` },
      { allow: "POST" },
    );

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
      ...(crawl.mediaHosts !== undefined && { media_hosts: crawl.mediaHosts.split(",") }),
      ...(crawl.nsfw !== undefined && { nsfw: crawl.nsfw }),
      ...(crawl.spoilers !== undefined && { spoilers: crawl.spoilers }),
      requested_at: crawl.requestedAt,
      status_url: statusUrl,
    },
  };
}

function refusal(problem: Problem, headers: Readonly<Record<string, string>> = {}): ApiAnswer {
  return { problem, headers };
}
