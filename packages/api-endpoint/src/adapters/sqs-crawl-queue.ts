import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { retryableCall } from "@reddit-crawler/function-runtime/aws-errors";

import type { CrawlQueue } from "../world.ts";

/** The crawl queue at `QueueUrl`. */
export function createSqsCrawlQueue(
  QueueUrl: string,
  client = new SQSClient(awsClientSettings(awsClientLimits.apiEndpoint)),
): CrawlQueue {
  return {
    async waiting() {
      const command = new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ["ApproximateNumberOfMessages"],
      });
      const { Attributes } = await retryableCall("queue-unavailable", () => client.send(command));
      return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    },
  };
}
