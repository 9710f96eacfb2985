import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from "@aws-sdk/client-sqs";

import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";

import type { PostQueue, ReceivedMessage } from "../post-queue.ts";

/** The post queue on SQS. */
export function createSqsPostQueue(
  queueUrl: string,
  client = new SQSClient({
    ...awsClientSettings(awsClientLimits.balancerQueue),
    cacheMiddleware: true,
  }),
): PostQueue {
  return {
    async depth() {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({
          QueueUrl: queueUrl,
          AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        }),
      );
      return {
        waiting: numberOf("ApproximateNumberOfMessages", Attributes),
        inFlight: numberOf("ApproximateNumberOfMessagesNotVisible", Attributes),
      };
    },

    async receive(count) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: count,
          // Seconds. A long poll asks all of SQS's servers, so that its "none" is reliable; a short poll asks only some.
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"],
        }),
      );
      return Messages.map(received);
    },

    async changeVisibility(receiptHandle, seconds) {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      );
    },
  };
}

function received({ MessageId, ReceiptHandle, Body, Attributes = {} }: Message): ReceivedMessage {
  if (!MessageId || !ReceiptHandle)
    throw new Error("SQS gave a message without its id or receipt handle");
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body ?? "",
    receiveCount: numberOf("ApproximateReceiveCount", Attributes),
    // For a metric only: nothing fails without it.
    sentAtMs: Attributes.SentTimestamp === undefined ? undefined : Number(Attributes.SentTimestamp),
  };
}

/** An attribute's number. A missing one read as 0 would fill every place again and again. */
function numberOf(name: string, attributes: Readonly<Record<string, string>>): number {
  const text = attributes[name];
  if (text === undefined || !/^\d+$/.test(text))
    throw new Error(`SQS gave ${text === undefined ? "no" : "an unreadable"} ${name}`);
  return Number(text);
}
