import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { awsCall } from "@reddit-crawler/function-runtime/aws-errors";

import type { PostQueue } from "../job/job-message.ts";

/** The queue at `queueUrl`, with its dead-letter queue. */
export function createSqsPostQueue(
  sqs: SQSClient,
  { queueUrl, deadLetterQueueUrl }: { queueUrl: string; deadLetterQueueUrl: string },
): PostQueue {
  const QueueUrl = queueUrl;
  const call = async (run: () => Promise<unknown>) =>
    void (await awsCall("queue-unavailable", run));
  return {
    delete: (receiptHandle) =>
      call(() => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: receiptHandle }))),
    changeVisibility(receiptHandle, seconds) {
      const message = { QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
      return call(() => sqs.send(new ChangeMessageVisibilityCommand(message)));
    },
    send(message, seconds) {
      const sent = { QueueUrl, MessageBody: JSON.stringify(message), DelaySeconds: seconds };
      return call(() => sqs.send(new SendMessageCommand(sent)));
    },
    sendToDeadLetters(message, reason) {
      const sent = {
        QueueUrl: deadLetterQueueUrl,
        MessageBody: JSON.stringify(message),
        MessageAttributes: { reason: { DataType: "String", StringValue: reason } },
      };
      return call(() => sqs.send(new SendMessageCommand(sent)));
    },
  };
}
