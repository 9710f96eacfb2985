import type { Environment } from "./environment.ts";

/**
 * The id that all parts of a trace share, of an `X-Amzn-Trace-Id` header: `1-<8 hex>-<24 hex>`. Undefined where there is
 * none (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader).
 */
export function traceIdOf(header: string | undefined): string | undefined {
  return /(?:^|;)\s*Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)/.exec(header ?? "")?.[1];
}

/**
 * What every line of an invocation's log says, under the names of Powertools for AWS Lambda. `traceId` is that of the
 * request which led here; without it the invocation's own counts, which Lambda keeps in the environment.
 */
export function invocationFields(
  env: Environment,
  { awsRequestId }: { awsRequestId?: string },
  traceId = traceIdOf(env["_X_AMZN_TRACE_ID"]),
) {
  return { function_request_id: awsRequestId, xray_trace_id: traceId };
}
