import { setTimeout as sleep } from "node:timers/promises";

import type { LambdaFunction } from "@reddit-crawler/local-stack/functions/lambda-function";
import * as z from "zod/mini";

import type { Emulator } from "./emulator-client.ts";

const messageSchema = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  Attributes: z.record(z.string(), z.string()),
});
const answerSchema = z.object({ Messages: z.optional(z.array(messageSchema)) });

/** Milliseconds between two receives of an empty queue: an emulator may answer a long poll late. */
const pauseMs = 200;

/** Invokes `target` with one message at a time, and deletes what it has worked on. Returns how to stop. */
export function startPolling(
  emulator: Emulator,
  source: {
    queueUrl: string;
    queueArn: string;
    target: LambdaFunction;
    /** The queue cannot be polled any more. */
    onBroken: (error: unknown) => void;
  },
): () => void {
  const { queueUrl: QueueUrl, queueArn, target, onBroken } = source;
  const stopping = new AbortController();
  const { signal } = stopping;
  const pollOnce = async () => {
    const input = { QueueUrl, MaxNumberOfMessages: 1, AttributeNames: ["All"] };
    const answer = await emulator.call("sqs", "ReceiveMessage", input);
    const [message] = z.parse(answerSchema, answer).Messages ?? [];
    if (!message || signal.aborted) return sleep(pauseMs);
    const { ReceiptHandle } = message;
    const record = {
      messageId: message.MessageId,
      receiptHandle: ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes,
      messageAttributes: {},
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: "us-east-1",
    };
    const outcome = await target.invoke(JSON.stringify({ Records: [record] }));
    if (outcome.kind === "success")
      await emulator.call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle });
    // What failed shows again when its visibility timeout is over.
  };
  const poll = async () => {
    while (!signal.aborted) await pollOnce();
  };
  poll().catch((error: unknown) => {
    if (!signal.aborted) onBroken(error);
  });
  return () => stopping.abort();
}
