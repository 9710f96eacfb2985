import { randomBytes } from "node:crypto";

import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { parseEnvironment, type Environment } from "@reddit-crawler/function-runtime/environment";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { invocationFields, traceIdOf } from "@reddit-crawler/function-runtime/invocation";
import { createLog, type Log } from "@reddit-crawler/function-runtime/log";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";

import { createS3CrawlArchive } from "./adapters/s3-crawl-archive.ts";
import { createSnsCrawlTopic } from "./adapters/sns-crawl-topic.ts";
import { createSqsCrawlQueue } from "./adapters/sqs-crawl-queue.ts";
import { configSchema, type Config } from "./config.ts";
import { answerRequest } from "./answer-request.ts";
import type { ApiAnswer, ApiRequest } from "./http/api-request.ts";
import { problemDetails, refusal, type Refusal } from "./http/problem.ts";
import type { ApiWorld } from "./world.ts";

/** The function behind an HTTP API (payload format 2.0). It answers whatever it is called with, and never rejects. */
export type ApiEndpointHandler = (
  event: APIGatewayProxyEventV2,
  context?: Partial<Pick<Context, "awsRequestId">>,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** The handler of one environment. @throws {ConfigError} when a variable is missing or wrong. */
export function createHandler(
  env: Environment,
  worldOf: (config: Config) => ApiWorld = awsWorld,
): ApiEndpointHandler {
  const world = worldOf(parseEnvironment(configSchema, env));

  return async (event, context = {}) => {
    const requestId = event?.requestContext?.requestId ?? "unknown";
    // API Gateway makes a trace's id for every request that brings none.
    const ofRequest = traceIdOf(event?.headers?.["x-amzn-trace-id"]);
    const fields = invocationFields(env, context, ofRequest);
    world.log.begin(fields);
    const log = world.log.with({ requestId });
    try {
      log.info("request-received", describe(event));
      const request = readEvent(event, fields.xray_trace_id, log);
      return write(await answerRequest(world, request), requestId, log);
    } catch (error) {
      log.error("request-failed", { error });
      return write(failure(error), requestId, log);
    }
  };
}

/** SNS, SQS, S3, and this machine's clock and randomness. */
function awsWorld(config: Config): ApiWorld {
  return {
    topic: createSnsCrawlTopic(config.CRAWL_TOPIC_ARN),
    queue: createSqsCrawlQueue(config.CRAWL_QUEUE_URL),
    archive: createS3CrawlArchive(config.MEDIA_BUCKET, config.AWS_ENDPOINT_URL !== undefined),
    clock: systemClock,
    randomBytes,
    log: createLog({
      service: "api-endpoint",
      functionName: config.AWS_LAMBDA_FUNCTION_NAME,
      level: config.LOG_LEVEL,
    }),
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

function readEvent(
  event: APIGatewayProxyEventV2,
  traceId: string | undefined,
  log: Log,
): ApiRequest {
  const { domainName, http, stage } = event.requestContext;
  // Every stage but $default stands in the path (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html).
  const basePath = stage === "$default" ? "" : `/${stage}`;
  // API Gateway itself sets the header, and speaks https only.
  const scheme = event.headers["x-forwarded-proto"] === "http" ? "http" : "https";
  return {
    method: http.method,
    path: http.path.startsWith(`${basePath}/`) ? http.path.slice(basePath.length) : http.path,
    query: event.queryStringParameters ?? {},
    ifNoneMatch: event.headers["if-none-match"],
    baseUrl: `${scheme}://${domainName}${basePath}`,
    body: {
      contentType: event.headers["content-type"],
      text: event.body,
      isBase64Encoded: event.isBase64Encoded,
    },
    traceId,
    log,
  };
}

function failure(error: unknown): Refusal {
  if (!(error instanceof RetryableError))
    return refusal(500, "A fault of ours. Quote the instance when you report it.");
  return error.code === "bucket-unavailable"
    ? refusal(502, "What is known of crawls could not be read. Try again.")
    : refusal(502, "The crawl could not be handed on and may not start. Try again.");
}

function write(answer: ApiAnswer, requestId: string, log: Log): APIGatewayProxyStructuredResultV2 {
  const { status: statusCode, headers } = answer;
  if (answer.kind === "refusal") {
    const body = problemDetails(answer, requestId);
    log.info("request-answered", { status: statusCode, body });
    return {
      statusCode,
      headers: { "content-type": "application/problem+json", ...headers },
      body: JSON.stringify(body),
    };
  }
  // Bodies with links that open pictures for everyone stay out of the log.
  const body = answer.body === undefined ? undefined : JSON.stringify(answer.body);
  log.info("request-answered", { status: statusCode, bodyCharacters: body?.length ?? 0 });
  return {
    statusCode,
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body }),
  };
}
