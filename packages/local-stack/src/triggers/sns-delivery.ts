import type { FauxqsServer } from "fauxqs";
import * as z from "zod/mini";

import { sqsCall } from "../emulator/sqs-call.ts";
import { snsEvent } from "./sns-event.ts";

const messagesSchema = z.object({
  Messages: z.optional(z.array(z.object({ Body: z.string(), ReceiptHandle: z.string() }))),
});

/** Seconds; SQS's longest wait. */
const longPollSeconds = 20;

/** A function's subscription to a topic. */
export interface FunctionSubscription {
  logicalId: string;
  arn: string;
  topicName: string;
  /** Filter settings, in the words of SNS. */
  attributes: Record<string, string>;
  /** Hands a notification on as an event of Lambda. */
  deliver: (event: object, notificationJson: string) => void;
  onBroken: (error: unknown) => void;
}

/**
 * Delivers a topic's messages to a function, which fauxqs 2.4.1 accepts and never does: a queue of its own takes them.
 * Returns how to stop.
 */
export function startSnsDelivery(
  fauxqs: FauxqsServer,
  subscription: FunctionSubscription,
): () => void {
  const queue = `${subscription.topicName}--${subscription.logicalId}`;
  fauxqs.createQueue(queue);
  fauxqs.subscribe({ topic: subscription.topicName, queue, attributes: subscription.attributes });

  const stopping = new AbortController();
  const deliverAll = async () => {
    for (;;) {
      const { Messages = [] } = z.parse(
        messagesSchema,
        await sqsCall(
          fauxqs.port,
          "ReceiveMessage",
          { QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: longPollSeconds },
          stopping.signal,
        ),
      );
      for (const { Body, ReceiptHandle } of Messages) {
        subscription.deliver(snsEvent(Body, subscription.arn), Body);
        await sqsCall(fauxqs.port, "DeleteMessage", { QueueUrl: queue, ReceiptHandle });
      }
    }
  };
  deliverAll().catch((error: unknown) => {
    if (!stopping.signal.aborted) subscription.onBroken(error);
  });
  return () => stopping.abort();
}
