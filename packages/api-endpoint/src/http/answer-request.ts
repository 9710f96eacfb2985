import type { Log } from "@reddit-crawler/function-runtime/log";

import { answerCrawlList } from "../crawls/answer-crawl-list.ts";
import { answerCrawlPosts } from "../crawls/answer-crawl-posts.ts";
import { answerCrawlStatus } from "../crawls/answer-crawl-status.ts";
import { answerCreateCrawl } from "../create/answer-create-crawl.ts";
import { refusal, type ApiAnswer, type ApiRequest } from "./api-request.ts";
import type { CrawlArchive } from "../crawls/crawl-archive.ts";
import type { CreateCrawlPorts } from "../create/create-crawl.ts";

/** What answering needs of the world. */
export interface AnswerPorts extends CreateCrawlPorts {
  archive: CrawlArchive;
  log: Log;
}

type Answer = (request: ApiRequest, ports: AnswerPorts, crawlId: string) => Promise<ApiAnswer>;

/** Every path, with what it answers by method. The group of a pattern is a crawl's id. */
const routes: readonly { pattern: RegExp; methods: Readonly<Record<string, Answer>> }[] = [
  { pattern: /^\/crawls$/, methods: { GET: answerCrawlList, POST: answerCreateCrawl } },
  { pattern: /^\/crawls\/([0-7][0-9A-Z]{25})$/, methods: { GET: answerCrawlStatus } },
  { pattern: /^\/crawls\/([0-7][0-9A-Z]{25})\/posts$/, methods: { GET: answerCrawlPosts } },
];

/** Carries out one request. @throws {RetryableError} when SNS or S3 did not answer. */
export async function answerRequest(request: ApiRequest, ports: AnswerPorts): Promise<ApiAnswer> {
  for (const { pattern, methods } of routes) {
    const match = pattern.exec(request.path);
    if (!match) continue;
    const allowed = Object.keys(methods).join(", ");
    const answer = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
    if (answer) return answer(request, ports, match[1] ?? "");
    return refusal(
      { status: 405, detail: `This path takes no ${request.method}, but ${allowed}.` },
      { allow: allowed },
    );
  }
  return refusal({
    status: 404,
    detail:
      "There is nothing here. POST /crawls starts a crawl; GET /crawls lists them, GET /crawls/{crawl_id} and GET /crawls/{crawl_id}/posts tell of one.",
  });
}
