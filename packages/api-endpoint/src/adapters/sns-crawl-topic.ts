import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { errorMessage, RetryableError } from "@reddit-crawler/function-runtime/errors";

import type { CrawlTopic } from "../create/create-crawl.ts";

/** At most 3 tries of 4 s each, so that an answer leaves before the function's 15 s are over. */
function snsClient(): SNSClient {
  return new SNSClient({
    maxAttempts: 3,
    cacheMiddleware: true,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
  });
}

/** The crawl topic on SNS. */
export function createSnsCrawlTopic(topicArn: string, client = snsClient()): CrawlTopic {
  return {
    async publish(request) {
      const { MessageId } = await client
        .send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(request) }))
        .catch((error: unknown) => {
          throw new RetryableError("publish-failed", `SNS: ${errorMessage(error)}`, {
            cause: error,
          });
        });
      if (!MessageId)
        throw new RetryableError("publish-unconfirmed", "SNS answered without a message id");
      return MessageId;
    },
  };
}
