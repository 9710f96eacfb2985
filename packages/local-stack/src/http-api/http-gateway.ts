import type { IncomingMessage } from "node:http";

import { readBody, type Handler } from "../endpoint/loopback-server.ts";
import type { LambdaFunction } from "../functions/lambda-function.ts";
import { functionAnswer, gatewayAnswer, type HttpAnswer } from "./http-answer.ts";
import { httpEvent } from "./http-event.ts";
import { matchRoute } from "./match-route.ts";

/** A route of an API and the function behind it. */
export interface HttpRoute {
  routeKey: string;
  target: LambdaFunction;
  /** Milliseconds that a client waits for the function. */
  timeoutMs: number;
  /** Whether the API may invoke the function for this route. */
  permitted: boolean;
}

/** Quota, https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html. */
const maxBodyBytes = 10 * 1_048_576;

/** An HTTP API in front of functions. */
export function createHttpGateway(options: {
  apiId: string;
  accountId: string;
  routes: readonly HttpRoute[];
}): Handler {
  const answer = async (request: IncomingMessage): Promise<HttpAnswer> => {
    const body = await readBody(request, maxBodyBytes);
    if (!body) return gatewayAnswer(413, "Request Entity Too Large");
    const { method = "GET", url = "/", headers } = request;
    const [path = "/"] = url.split("?");
    const match = decodable(path) && matchRoute(options.routes, method, path);
    if (match === false) return gatewayAnswer(400, "Bad Request");
    if (!match) return gatewayAnswer(404, "Not Found");

    const { routeKey, target, timeoutMs, permitted } = match.route;
    if (!permitted) return gatewayAnswer(500, "Internal Server Error");
    const event = httpEvent(
      { method, url, headers, body, sourceIp: request.socket.remoteAddress ?? "127.0.0.1" },
      { ...options, routeKey, pathParameters: match.pathParameters },
      new Date(),
    );
    const outcome = await withTimeout(target.invoke(JSON.stringify(event)), timeoutMs);
    switch (outcome?.kind) {
      case "success":
        return functionAnswer(outcome.payload);
      case "error":
        return gatewayAnswer(500, "Internal Server Error");
      default:
        return gatewayAnswer(503, "Service Unavailable");
    }
  };

  return async (request, response) => {
    const { status, headers, body } = await answer(request);
    response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
  };
}

function decodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

async function withTimeout<Result>(
  work: Promise<Result>,
  timeoutMs: number,
): Promise<Result | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, timeoutMs, undefined);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
