import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { retryableCall } from "@reddit-crawler/function-runtime/aws-errors";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import type { CrawlTopic } from "../world.ts";

/** The crawl topic on SNS. */
export function createSnsCrawlTopic(
  topicArn: string,
  client = new SNSClient({
    ...awsClientSettings(awsClientLimits.apiEndpoint),
    cacheMiddleware: true,
  }),
): CrawlTopic {
  return {
    async publish(request) {
      const command = new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(request) });
      const { MessageId } = await retryableCall("topic-unavailable", () => client.send(command));
      if (!MessageId)
        throw new RetryableError("publish-unconfirmed", "SNS answered without a message id");
      return MessageId;
    },
  };
}
