import type { FailureMessage } from "../emulator/failure-queues.ts";
import type { GivenUpEvent, SucceededEvent } from "./async-invocations.ts";

/**
 * The record that an `OnSuccess` or `OnFailure` destination gets
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html).
 */
export function destinationRecord(
  event: SucceededEvent | GivenUpEvent,
  functionArn: string,
  now: Date,
): FailureMessage {
  const { requestId, condition, invokeCount } = event;
  const record = {
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
  };
  return { body: JSON.stringify(record), messageAttributes: {} };
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

/** What a function's dead-letter queue gets: the event as it was, its error in attributes of at most 1 KB. */
export function deadLetterMessage(event: GivenUpEvent): FailureMessage {
  const errorMessage = event.error?.errorMessage ?? event.condition;
  return {
    body: event.payload,
    messageAttributes: {
      RequestID: { DataType: "String", StringValue: event.requestId },
      ErrorCode: { DataType: "Number", StringValue: "200" },
      ErrorMessage: { DataType: "String", StringValue: errorMessage.slice(0, 1024) },
    },
  };
}
