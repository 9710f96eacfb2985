import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";

import type { CrawlRequests } from "../world.ts";
import { retryableCall } from "@reddit-crawler/function-runtime/aws-errors";

/** Publishes crawl requests to `topicArn`. */
export function createCrawlRequests(client: SNSClient, topicArn: string): CrawlRequests {
  return {
    publish: async (request) => {
      await retryableCall("topic-unavailable", () =>
        client.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(request) })),
      );
    },
  };
}
