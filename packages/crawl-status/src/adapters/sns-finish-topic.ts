import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { errorMessage, RetryableError } from "@reddit-crawler/function-runtime/errors";

import type { FinishTopic } from "../announce-finish.ts";

/** The topic at `topicArn`; the subject is what an e-mail shows (100 characters of ASCII at most). */
export function createSnsFinishTopic(client: SNSClient, topicArn: string): FinishTopic {
  return {
    async publish(message) {
      const end = message.state === "failed" ? "failed" : "finished";
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: `Crawl of r/${message.subreddit} ${end}`.slice(0, 100),
        Message: JSON.stringify(message, undefined, 2),
      });
      await client.send(command).catch((error: unknown) => {
        throw new RetryableError("publish-failed", `SNS: ${errorMessage(error)}`, { cause: error });
      });
    },
  };
}
