import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { retryableCall } from "@reddit-crawler/function-runtime/aws-errors";
import type { Log } from "@reddit-crawler/function-runtime/log";

import type { CrawlQueue } from "../world.ts";

/** The crawl queue at `QueueUrl`. */
export function createCrawlQueue(client: SQSClient, QueueUrl: string, log: Log): CrawlQueue {
  return {
    send: async (request, DelaySeconds) => {
      const MessageBody = JSON.stringify(request);
      await retryableCall("queue-unavailable", () =>
        client.send(new SendMessageCommand({ QueueUrl, MessageBody, DelaySeconds })),
      );
    },
    othersWait: async () => {
      const AttributeNames = ["ApproximateNumberOfMessages" as const];
      try {
        const { Attributes } = await client.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
        );
        return Number(Attributes?.ApproximateNumberOfMessages ?? 0) > 0;
      } catch (error) {
        log.warn("queue-not-read", { error });
        return false;
      }
    },
    showAgain: async (ReceiptHandle, VisibilityTimeout) => {
      const command = { QueueUrl, ReceiptHandle, VisibilityTimeout };
      await retryableCall("queue-unavailable", () =>
        client.send(new ChangeMessageVisibilityCommand(command)),
      );
    },
  };
}
