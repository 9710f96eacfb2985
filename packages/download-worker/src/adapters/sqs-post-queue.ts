import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

import { awsFailure } from "@reddit-crawler/function-runtime/aws-errors";

import type { PostQueue } from "../job/job-message.ts";

/** The queue at `queueUrl`. */
export function createSqsPostQueue(sqs: SQSClient, queueUrl: string): PostQueue {
  return {
    async delete(receiptHandle) {
      const command = new DeleteMessageCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
      });
      await sqs.send(command).catch(rethrow);
    },
    async hideFor(receiptHandle, seconds) {
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      });
      await sqs.send(command).catch(rethrow);
    },
    async send(message, seconds) {
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds: seconds,
      });
      await sqs.send(command).catch(rethrow);
    },
  };
}

function rethrow(error: unknown): never {
  throw awsFailure("queue-unavailable", error);
}
