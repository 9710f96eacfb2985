import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  type Message,
} from "@aws-sdk/client-sqs";

import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";

import type { PostQueue, ReceivedMessage } from "../post-queue.ts";

/** The post queue on SQS. */
export function createSqsPostQueue(
  queueUrl: string,
  client = new SQSClient(awsClientSettings("balancerQueue")),
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
        waiting: wholeNumber("ApproximateNumberOfMessages", Attributes),
        inFlight: wholeNumber("ApproximateNumberOfMessagesNotVisible", Attributes),
      };
    },

    async receive(count) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: count,
          // Seconds. A long poll asks all of SQS's servers, so that its "none" can be believed; a short one only some.
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"],
        }),
      );
      return Messages.map(received);
    },

    async showAgainIn(seconds, receiptHandle) {
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
    receiveCount: wholeNumber("ApproximateReceiveCount", Attributes),
    // For a metric only: nothing fails without it.
    sentAtMs: Attributes.SentTimestamp === undefined ? undefined : Number(Attributes.SentTimestamp),
  };
}

/** An attribute's number: to read a missing one as 0 would fill every place again and again. */
function wholeNumber(name: string, attributes: Readonly<Record<string, string>>): number {
  const text = attributes[name];
  if (text === undefined || !/^\d+$/.test(text))
    throw new Error(`SQS gave ${text === undefined ? "no" : "an unreadable"} ${name}`);
  return Number(text);
}
