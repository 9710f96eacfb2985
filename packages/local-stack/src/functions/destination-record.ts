import type { GivenUpEvent, SucceededEvent } from "./async-invocations.ts";

/**
 * The record that an `OnSuccess` or `OnFailure` destination gets
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html).
 */
export function destinationRecord(
  event: SucceededEvent | GivenUpEvent,
  functionArn: string,
  now: Date,
): string {
  const { requestId, condition, invokeCount } = event;
  return JSON.stringify({
    version: "1.0",
    timestamp: now.toISOString(),
    requestContext: {
      requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: invokeCount,
    },
    requestPayload: JSON.parse(event.payload),
    ...responseOf(event),
  });
}

/** What the last attempt answered; nothing when none ran. */
function responseOf(event: SucceededEvent | GivenUpEvent): object {
  const responseContext = { statusCode: 200, executedVersion: "$LATEST" };
  if (event.condition === "Success")
    return { responseContext, responsePayload: JSON.parse(event.answer) };
  if (!event.error) return {};
  return {
    responseContext: { ...responseContext, functionError: "Unhandled" },
    responsePayload: event.error,
  };
}
