import {
  downloadJobSchema,
  postEnvelopeSchema,
  type DownloadJob,
} from "@reddit-crawler/message-schema";

import type { ReceivedMessage } from "./post-queue.ts";

/** Quota of an asynchronous invocation's payload: 1 MB (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
const maxPayloadBytes = 1_000_000;

/**
 * The job that hands `message` to a worker, or why no worker could read it: such a message is poison.
 * `receivedAtMs` is a time at or before SQS hid the message, so that `hiddenUntil` never promises too much.
 */
export function toDownloadJob(
  message: ReceivedMessage,
  receivedAtMs: number,
  visibilityTimeoutSeconds: number,
): { kind: "job"; job: DownloadJob } | { kind: "poison"; reason: string } {
  let body: unknown;
  try {
    body = JSON.parse(message.body);
  } catch {
    return { kind: "poison", reason: "the body is not JSON" };
  }
  const envelope = postEnvelopeSchema.safeParse(body);
  if (!envelope.success)
    return {
      kind: "poison",
      reason: envelope.error.issues
        .map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`)
        .join("; "),
    };
  const job = downloadJobSchema.parse({
    schemaVersion: 1,
    message: envelope.data,
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    receiveCount: message.receiveCount,
    receivedAt: new Date(receivedAtMs).toISOString(),
    hiddenUntil: new Date(receivedAtMs + visibilityTimeoutSeconds * 1000).toISOString(),
  });
  const bytes = Buffer.byteLength(JSON.stringify(job));
  return bytes > maxPayloadBytes
    ? { kind: "poison", reason: `the job has ${bytes} bytes, more than an invocation may carry` }
    : { kind: "job", job };
}
