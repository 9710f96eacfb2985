import { randomUUID } from "node:crypto";

import type { FindFunction } from "../functions/lambda-function.ts";
import { AwsError } from "./aws-error.ts";
import { readBody, type Handler } from "./loopback-server.ts";

/** Where Lambda's Invoke action is (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html). */
const invokePath = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
/** Quotas, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
const maxPayloadBytes = { RequestResponse: 6 * 1_048_576, Event: 1_048_576 };

/** Whether a request is for Lambda at all. */
export function isLambdaPath(url: string): boolean {
  return url.startsWith("/2015-03-31/");
}

/** Lambda's Invoke action, for callers that wait (`RequestResponse`) and for those that do not (`Event`). */
export function createInvokeApi(find: FindFunction): Handler {
  return async (request, response) => {
    const body = await readBody(request, maxPayloadBytes.RequestResponse);
    const [, path] = invokePath.exec(new URL(request.url ?? "/", "http://lambda").pathname) ?? [];
    if (path === undefined || request.method !== "POST")
      throw new AwsError(404, "UnknownOperationException", "The local stack knows only Invoke");
    const name = decodeURIComponent(path);
    const target = find(name);
    if (!target)
      throw new AwsError(404, "ResourceNotFoundException", `Function not found: ${name}`);
    const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
    if (type !== "Event" && type !== "RequestResponse")
      throw new AwsError(
        400,
        "InvalidParameterValueException",
        `InvocationType ${String(type)} is not known`,
      );
    if (!body || body.length > maxPayloadBytes[type])
      throw new AwsError(
        413,
        "RequestTooLargeException",
        `${type} takes ${maxPayloadBytes[type]} bytes`,
      );
    const payload = body.length === 0 ? "{}" : body.toString("utf8");
    requireJson(payload);

    if (type === "Event") {
      const requestId = target.invokeAsync(payload);
      response.writeHead(202, { "x-amzn-requestid": requestId, "content-length": "0" }).end();
      return;
    }
    const outcome = await target.invoke(payload);
    if (outcome.kind === "throttled")
      throw new AwsError(429, "TooManyRequestsException", "Rate Exceeded.", {
        Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      });
    response
      .writeHead(200, {
        "content-type": "application/json",
        "x-amzn-requestid": randomUUID(),
        "x-amz-executed-version": "$LATEST",
        ...(outcome.kind === "error" && { "x-amz-function-error": "Unhandled" }),
      })
      .end(outcome.kind === "error" ? JSON.stringify(outcome.error) : outcome.payload);
  };
}

function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new AwsError(
      400,
      "InvalidRequestContentException",
      "Could not parse request body into json",
    );
  }
}
