import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";

import type { LambdaFunction } from "../functions/lambda-function.ts";
import type { Handler } from "./loopback-server.ts";
import { readBody } from "./read-body.ts";

/** Where Lambda's Invoke action is (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html). */
const invokePath = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
/** Quotas, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
const maxPayloadBytes = { RequestResponse: 6 * 1_048_576, Event: 1_048_576 };

/** Whether a request is for Lambda at all. */
export function isLambdaPath(url: string): boolean {
  return url.startsWith("/2015-03-31/");
}

/** Lambda's Invoke action, for waiting callers (`RequestResponse`) and for those that do not (`Event`). */
export function createInvokeApi(find: (nameOrArn: string) => LambdaFunction | undefined): Handler {
  return async (request, response) => {
    const body = await readBody(request, maxPayloadBytes.RequestResponse);
    const [, name] = invokePath.exec(new URL(request.url ?? "/", "http://lambda").pathname) ?? [];
    if (name === undefined || request.method !== "POST")
      return refuse(
        response,
        404,
        "UnknownOperationException",
        "Only Invoke is known to the local run",
      );

    const target = find(decodeURIComponent(name));
    if (!target)
      return refuse(
        response,
        404,
        "ResourceNotFoundException",
        `Function not found: ${decodeURIComponent(name)}`,
      );
    const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
    if (type !== "Event" && type !== "RequestResponse")
      return refuse(
        response,
        400,
        "InvalidParameterValueException",
        `InvocationType ${String(type)} is not known`,
      );
    if (!body || body.length > maxPayloadBytes[type])
      return refuse(
        response,
        413,
        "RequestTooLargeException",
        `${type} takes ${maxPayloadBytes[type]} bytes`,
      );
    const payload = body.length === 0 ? "{}" : body.toString("utf8");
    if (!isJson(payload))
      return refuse(
        response,
        400,
        "InvalidRequestContentException",
        "Could not parse request body into json",
      );

    if (type === "Event") {
      const requestId = target.invokeAsync(payload);
      return void response
        .writeHead(202, { "x-amzn-requestid": requestId, "content-length": "0" })
        .end();
    }
    const outcome = await target.invoke(payload);
    switch (outcome.kind) {
      case "throttled":
        return refuse(response, 429, "TooManyRequestsException", "Rate Exceeded.", {
          Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
        });
      case "error":
        return answer(response, JSON.stringify(outcome.error), {
          "x-amz-function-error": "Unhandled",
        });
      case "success":
        return answer(response, outcome.payload, {});
    }
  };
}

function answer(response: ServerResponse, payload: string, headers: Record<string, string>): void {
  response
    .writeHead(200, {
      "content-type": "application/json",
      "x-amzn-requestid": randomUUID(),
      "x-amz-executed-version": "$LATEST",
      ...headers,
    })
    .end(payload);
}

function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  details: Record<string, string> = {},
): void {
  response
    .writeHead(status, { "content-type": "application/json", "x-amzn-errortype": code })
    .end(JSON.stringify({ Type: "User", message, Message: message, ...details }));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
