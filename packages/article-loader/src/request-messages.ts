import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import * as z from "zod/mini";

/** A message that should hold a crawl request: of the crawl queue, or of the topic before it. */
export type RequestMessage = { messageId: string | undefined; text: string } & (
  | {
      kind: "queued";
      /** By which SQS knows this delivery. */
      receiptHandle: string;
      /** How often SQS has delivered the message, this time included. */
      receiveCount: number;
    }
  | { kind: "published" }
);

/** Of SQS's event (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html). */
const sqsRecordSchema = z.object({
  messageId: z.string(),
  receiptHandle: z.string(),
  body: z.string(),
  attributes: z.object({ ApproximateReceiveCount: z.string().check(z.regex(/^\d+$/)) }),
});
/**
 * Of SNS's event (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html), by which stacks from before the queue
 * invoke this function, and the events that such a stack leaves behind when it is updated.
 */
const snsRecordSchema = z.object({
  Sns: z.object({ MessageId: z.optional(z.string()), Message: z.string() }),
});
const eventSchema = z.object({ Records: z.array(z.union([sqsRecordSchema, snsRecordSchema])) });

/** What SNS makes of a message where the subscription does not deliver it raw, dead letters of before included. */
const notificationSchema = z.object({ Type: z.literal("Notification"), Message: z.string() });

/** @throws {PermanentError} `event-malformed`: something other than the crawl queue or topic invoked the function. */
export function readMessages(event: unknown): RequestMessage[] {
  const result = z.safeParse(eventSchema, event);
  if (!result.success)
    throw new PermanentError(
      "event-malformed",
      "An event of neither SQS nor SNS. Only the crawl queue should invoke this function; find out what else does.",
    );
  return result.data.Records.map((record) => {
    if ("Sns" in record)
      return { kind: "published", messageId: record.Sns.MessageId, text: record.Sns.Message };
    const { messageId, receiptHandle, body, attributes } = record;
    const notification = z.safeParse(notificationSchema, parseJson(body));
    return {
      kind: "queued",
      messageId,
      text: notification.success ? notification.data.Message : body,
      receiptHandle,
      receiveCount: Number(attributes.ApproximateReceiveCount),
    };
  });
}
