import { answerCrawlList } from "./crawls/answer-crawl-list.ts";
import { answerCrawlPosts } from "./crawls/answer-crawl-posts.ts";
import { answerCrawlStatus } from "./crawls/answer-crawl-status.ts";
import { createCrawl } from "./create/create-crawl.ts";
import type { ApiWorld } from "./world.ts";
import type { ApiAnswer, ApiRequest } from "./http/api-request.ts";
import { refusal } from "./http/problem.ts";

type Answer = (world: ApiWorld, request: ApiRequest, crawlId: string) => Promise<ApiAnswer>;

/** Every path, with what it answers by method. The group of a pattern is a crawl's id. */
const routes: readonly { pattern: RegExp; methods: Readonly<Record<string, Answer>> }[] = [
  { pattern: /^\/crawls$/, methods: { GET: answerCrawlList, POST: createCrawl } },
  { pattern: /^\/crawls\/([0-7][0-9A-Z]{25})$/, methods: { GET: answerCrawlStatus } },
  { pattern: /^\/crawls\/([0-7][0-9A-Z]{25})\/posts$/, methods: { GET: answerCrawlPosts } },
];

/** Carries out one request. @throws {RetryableError} when SNS or S3 did not answer. */
export async function answerRequest(world: ApiWorld, request: ApiRequest): Promise<ApiAnswer> {
  for (const { pattern, methods } of routes) {
    const match = pattern.exec(request.path);
    if (!match) continue;
    const allowed = Object.keys(methods).join(", ");
    const answer = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
    if (answer) return answer(world, request, match[1] ?? "");
    return refusal(405, `This path takes no ${request.method}, but ${allowed}.`, {
      headers: { allow: allowed },
    });
  }
  return refusal(
    404,
    "There is nothing here. POST /crawls starts a crawl, GET /crawls lists crawls, and GET /crawls/{crawl_id} and GET /crawls/{crawl_id}/posts show one.",
  );
}
