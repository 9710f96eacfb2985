import { randomBytes } from "node:crypto";

import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { parseEnvironment, type Environment } from "@reddit-crawler/function-runtime/environment";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { createLog, type Log } from "@reddit-crawler/function-runtime/log";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";

import { createSnsCrawlTopic } from "./adapters/sns-crawl-topic.ts";
import { answerRequest, type ApiAnswer, type ApiRequest } from "./answer-request.ts";
import { configSchema, type Config } from "./config.ts";
import type { CreateCrawlPorts } from "./create-crawl.ts";
import { problemDetails, type Problem } from "./problem.ts";

/** What the handler needs of the world. */
export interface ApiEndpointPorts extends CreateCrawlPorts {
  log: Log;
}

/** The function behind an HTTP API (payload format 2.0). It answers every event and never rejects. */
export type ApiEndpointHandler = (
  event: APIGatewayProxyEventV2,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** The handler of one environment. @throws {ConfigError} when a variable is missing or wrong. */
export function createHandler(
  env: Environment,
  portsOf: (config: Config) => ApiEndpointPorts = awsPorts,
): ApiEndpointHandler {
  const ports = portsOf(parseEnvironment(configSchema, env));

  return async (event) => {
    const requestId = event.requestContext?.requestId ?? "unknown";
    const log = ports.log.with({ requestId });
    try {
      log.info("request-received", describe(event));
      const answer = await answerRequest(readEvent(event), { ...ports, log });
      return write(answer, requestId, log);
    } catch (error) {
      log.error("request-failed", { error });
      return write({ problem: failure(error), headers: {} }, requestId, log);
    }
  };
}

/** SNS, and this machine's clock and randomness. */
function awsPorts(config: Config): ApiEndpointPorts {
  return {
    topic: createSnsCrawlTopic(config.CRAWL_TOPIC_ARN),
    clock: systemClock,
    randomBytes,
    log: createLog({ service: "api-endpoint", level: config.LOG_LEVEL }),
  };
}

function describe({ requestContext: { http, stage }, headers, body }: APIGatewayProxyEventV2) {
  return {
    method: http.method,
    path: http.path,
    stage,
    sourceIp: http.sourceIp,
    userAgent: http.userAgent,
    contentType: headers["content-type"],
    bodyCharacters: body?.length ?? 0,
  };
}

function readEvent(event: APIGatewayProxyEventV2): ApiRequest {
  const { domainName, http, stage } = event.requestContext;
  // Every stage but $default stands in the path (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html).
  const basePath = stage === "$default" ? "" : `/${stage}`;
  // API Gateway itself sets the header, and speaks https only.
  const scheme = event.headers["x-forwarded-proto"] === "http" ? "http" : "https";
  return {
    method: http.method,
    path: http.path.startsWith(`${basePath}/`) ? http.path.slice(basePath.length) : http.path,
    baseUrl: `${scheme}://${domainName}${basePath}`,
    body: {
      contentType: event.headers["content-type"],
      text: event.body,
      isBase64Encoded: event.isBase64Encoded,
    },
  };
}

function failure(error: unknown): Problem {
  return error instanceof RetryableError
    ? { status: 502, detail: "The crawl could not be handed on and may not start. Try again." }
    : { status: 500, detail: "A fault of ours. Quote the instance when you report it." };
}

function write(answer: ApiAnswer, requestId: string, log: Log): APIGatewayProxyStructuredResultV2 {
  const [statusCode, contentType, body] =
    "problem" in answer
      ? ([
          answer.problem.status,
          "application/problem+json",
          problemDetails(answer.problem, requestId),
        ] as const)
      : ([answer.status, "application/json", answer.body] as const);
  log.info("request-answered", { status: statusCode, body });
  return {
    statusCode,
    headers: { "content-type": contentType, ...answer.headers },
    body: JSON.stringify(body),
  };
}
