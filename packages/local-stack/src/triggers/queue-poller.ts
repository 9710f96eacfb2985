import { setTimeout as sleep } from "node:timers/promises";

import * as z from "zod/mini";

import { decodeMessageText } from "../emulator/message-text.ts";
import { sqsCall } from "../emulator/sqs-call.ts";
import type { LambdaFunction } from "../functions/lambda-function.ts";
import type { FunctionError } from "../functions/sandbox-protocol.ts";
import type { Wiring } from "../wiring.ts";

/** A queue that Lambda polls for a function. */
export interface QueuePoller {
  logicalId: string;
  queueName: string;
  queueArn: string;
  redrive: { deadLetterTargetArn: string; maxReceiveCount: number } | undefined;
  target: LambdaFunction;
  /** The most messages of an event. */
  batchSize: number;
  /** The most events that are worked on at once. */
  concurrency: number;
}

const messageSchema = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string(),
  Attributes: z.record(z.string(), z.string()),
});
type Message = z.infer<typeof messageSchema>;
const answerSchema = z.object({ Messages: z.optional(z.array(messageSchema)) });

/** Seconds; SQS's longest wait. */
const longPollSeconds = 20;
/** Milliseconds between two attempts to invoke a function that has no place. */
const noPlacePauseMs = 250;

/**
 * Invokes the function with what the queue has, and deletes what it has worked on. What it could not work on stays in the
 * queue until its visibility timeout ends, which is divided by `speedup` (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
 * Returns how to stop.
 */
export function startQueuePoller(poller: QueuePoller, wiring: Wiring): () => void {
  const { logicalId, target } = poller;
  const stopping = new AbortController();
  const { signal } = stopping;
  for (let lane = 0; lane < poller.concurrency; lane++)
    pollAll(poller, wiring, signal).catch((error: unknown) => {
      if (signal.aborted) return;
      const line = `${logicalId}: polling ended: ${String(error)}`;
      wiring.onLog({ function: target.logicalId, line });
    });
  return () => stopping.abort();
}

async function pollAll(poller: QueuePoller, wiring: Wiring, signal: AbortSignal): Promise<void> {
  const QueueUrl = poller.queueName;
  for (;;) {
    const request = {
      QueueUrl,
      MaxNumberOfMessages: poller.batchSize,
      WaitTimeSeconds: longPollSeconds,
      AttributeNames: ["All"],
    };
    const answer = await sqsCall(wiring.fastify, "ReceiveMessage", request, signal);
    const { Messages = [] } = z.parse(answerSchema, answer);
    const messages = await wiring.taken.sift(QueueUrl, Messages);
    if (messages.length === 0) continue;
    const error = await work(poller, messages, wiring, signal);
    if (signal.aborted) return;
    for (const message of messages) {
      const { ReceiptHandle } = message;
      if (!error) await sqsCall(wiring.fastify, "DeleteMessage", { QueueUrl, ReceiptHandle });
      else await comeBackSooner(poller, message, wiring);
      if (error) reportLastReceive(poller, message, error, wiring);
    }
  }
}

/** Why the function failed; undefined when it did not. */
async function work(
  { queueArn, target }: QueuePoller,
  messages: readonly Message[],
  { site }: Wiring,
  signal: AbortSignal,
): Promise<FunctionError | undefined> {
  const payload = JSON.stringify({
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: decodeMessageText(message.Body),
      attributes: message.Attributes,
      messageAttributes: {},
      md5OfBody: message.MD5OfBody,
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: site.region,
    })),
  });
  for (;;) {
    const outcome = await target.invoke(payload);
    if (outcome.kind === "success") return undefined;
    if (outcome.kind === "error") return outcome.error;
    await sleep(noPlacePauseMs, undefined, { signal });
  }
}

/** What is left of the visibility timeout, the function's own change included, passes `speedup` times as fast. */
async function comeBackSooner(
  { queueName }: QueuePoller,
  { ReceiptHandle }: Message,
  { fauxqs, fastify, speedup, settleClock }: Wiring,
): Promise<void> {
  await settleClock();
  const held = fauxqs
    .inspectQueue(queueName)
    ?.messages.inflight.find(({ receiptHandle }) => receiptHandle === ReceiptHandle);
  // It may be visible again already.
  if (!held) return;
  const leftMs = Math.max(0, held.visibilityDeadline - Date.now());
  const VisibilityTimeout = Math.ceil(leftMs / speedup / 1000);
  const change = { QueueUrl: queueName, ReceiptHandle, VisibilityTimeout };
  await sqsCall(fastify, "ChangeMessageVisibility", change);
}

/** The next receive would move the message to the dead-letter queue, and nobody is told of that. */
function reportLastReceive(
  { queueArn, redrive, target }: QueuePoller,
  { MessageId, Body, Attributes }: Message,
  { errorType, errorMessage }: FunctionError,
  { onLog, onEvent }: Wiring,
): void {
  if (!redrive || Number(Attributes["ApproximateReceiveCount"]) < redrive.maxReceiveCount) return;
  const error = `${errorType}: ${errorMessage}`;
  const common = { function: target.logicalId };
  onLog({ ...common, line: `Gave up event ${MessageId} of ${queueArn}: ${error}` });
  onEvent({
    ...common,
    type: "given-up",
    requestId: MessageId,
    payload: decodeMessageText(Body),
    error,
    keptIn: [redrive.deadLetterTargetArn],
  });
}
