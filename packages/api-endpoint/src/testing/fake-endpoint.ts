import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { createLog } from "@reddit-crawler/function-runtime/log";
import type { CrawlRequest } from "@reddit-crawler/message-schema";
import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { createHandler } from "../handler.ts";
import { memoryArchive } from "./memory-archive.ts";

const env = {
  CRAWL_TOPIC_ARN: "arn:topic",
  CRAWL_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/crawls",
  MEDIA_BUCKET: "media",
  LOG_LEVEL: "debug",
};

/** What a caller sends; the rest is a plain POST /crawls of aww. */
export interface Sent {
  method?: string;
  path?: string;
  stage?: string;
  host?: string;
  contentType?: string | undefined;
  body?: string | undefined;
  isBase64Encoded?: boolean;
  headers?: Record<string, string>;
  query?: Record<string, string>;
}

function apiEvent(sent: Sent = {}): APIGatewayProxyEventV2 {
  const { method = "POST", path = "/crawls", stage = "$default", isBase64Encoded = false } = sent;
  const { host: domainName = "api.example.com" } = sent;
  const contentType = "contentType" in sent ? sent.contentType : "application/json";
  const body = "body" in sent ? sent.body : '{"subreddit":"aww"}';
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: new URLSearchParams(sent.query).toString(),
    ...(sent.query && { queryStringParameters: sent.query }),
    headers: { ...(contentType !== undefined && { "content-type": contentType }), ...sent.headers },
    requestContext: {
      accountId: "123456789012",
      apiId: "api",
      domainName,
      domainPrefix: "api",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "curl/8.0" },
      requestId: "JKJaXmPLvHcESHA=",
      routeKey: "$default",
      stage,
      time: "22/Nov/2026:20:00:00 +0000",
      timeEpoch: 1795377600000,
    },
    ...(body !== undefined && { body }),
    isBase64Encoded,
  };
}

/** An API whose topic, bucket, clock and randomness are fakes, and what it published and logged. */
export function fakeEndpoint(
  publish: (request: CrawlRequest) => Promise<string> = async () => "m-1",
) {
  const published: CrawlRequest[] = [];
  const lines: string[] = [];
  const bucket = memoryArchive();
  /** How many crawl requests wait; an error where SQS does not answer. */
  const queue: { waiting: number | Error } = { waiting: 0 };
  const handler = createHandler(env, () => ({
    topic: {
      publish: (request) => {
        published.push(request);
        return publish(request);
      },
    },
    queue: {
      waiting: async () => {
        if (queue.waiting instanceof Error) throw queue.waiting;
        return queue.waiting;
      },
    },
    archive: bucket.archive,
    clock: { ...systemClock, now: () => Date.parse("2026-11-22T20:00:00Z") },
    randomBytes: (count) => new Uint8Array(count).fill(7),
    log: createLog({ service: "api-endpoint", level: "debug", write: (line) => lines.push(line) }),
  }));
  const send = async (sent?: Sent) => {
    const answer = await handler(apiEvent(sent));
    return { ...answer, json: JSON.parse(answer.body ?? "null") };
  };
  /** What a GET of `path` answers. */
  const get = (path: string, query?: Record<string, string>, headers?: Record<string, string>) =>
    send({
      method: "GET",
      path,
      body: undefined,
      ...(query && { query }),
      ...(headers && { headers }),
    });
  return { handler, send, get, published, lines, bucket, queue };
}
