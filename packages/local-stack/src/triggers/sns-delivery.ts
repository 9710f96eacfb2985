import * as z from "zod/mini";

import type { LoopbackFauxqs } from "../emulator/loopback-fauxqs.ts";
import { sqsCall } from "../emulator/sqs-call.ts";

const messagesSchema = z.object({
  Messages: z.optional(z.array(z.object({ Body: z.string(), ReceiptHandle: z.string() }))),
});

const notificationSchema = z.object({
  Type: z.string(),
  MessageId: z.string(),
  TopicArn: z.string(),
  Subject: z.optional(z.string()),
  Message: z.string(),
  Timestamp: z.string(),
  SignatureVersion: z.string(),
  Signature: z.string(),
  SigningCertURL: z.string(),
  UnsubscribeURL: z.string(),
  MessageAttributes: z.optional(z.record(z.string(), z.unknown())),
});

/** Seconds; SQS's longest wait. */
const longPollSeconds = 20;

/** A function's subscription to a topic. */
export interface FunctionSubscription {
  logicalId: string;
  arn: string;
  topicName: string;
  /** Hands a notification on as an event of Lambda. */
  deliver: (event: object, notificationJson: string) => void;
  onBroken: (error: unknown) => void;
}

/**
 * Delivers a topic's messages to a function, which fauxqs 2.4.1 accepts and never does: a queue of its own takes them.
 * Returns how to stop.
 */
export function startSnsDelivery(
  { fauxqs, fastify }: LoopbackFauxqs,
  subscription: FunctionSubscription,
): () => void {
  const queue = `${subscription.topicName}--${subscription.logicalId}`;
  fauxqs.createQueue(queue);
  fauxqs.subscribe({ topic: subscription.topicName, queue });

  const stopping = new AbortController();
  const deliverAll = async () => {
    for (;;) {
      const { Messages = [] } = z.parse(
        messagesSchema,
        await sqsCall(
          fastify,
          "ReceiveMessage",
          { QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: longPollSeconds },
          stopping.signal,
        ),
      );
      for (const { Body, ReceiptHandle } of Messages) {
        subscription.deliver(snsEvent(Body, subscription.arn), Body);
        await sqsCall(fastify, "DeleteMessage", { QueueUrl: queue, ReceiptHandle });
      }
    }
  };
  deliverAll().catch((error: unknown) => {
    if (!stopping.signal.aborted) subscription.onBroken(error);
  });
  return () => stopping.abort();
}

/**
 * The event that a function gets for a notification in the form that queues get
 * (https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html).
 */
function snsEvent(notificationJson: string, subscriptionArn: string): object {
  const { SigningCertURL, UnsubscribeURL, Subject, MessageAttributes, ...rest } = z.parse(
    notificationSchema,
    JSON.parse(notificationJson),
  );
  return {
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscriptionArn,
        Sns: {
          ...rest,
          Subject: Subject ?? null,
          SigningCertUrl: SigningCertURL,
          UnsubscribeUrl: UnsubscribeURL,
          MessageAttributes: MessageAttributes ?? {},
        },
      },
    ],
  };
}
