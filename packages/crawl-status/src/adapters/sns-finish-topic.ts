import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { retryableCall } from "@reddit-crawler/function-runtime/aws-errors";
import { crawlAddress } from "@reddit-crawler/message-schema";

import type { FinishTopic } from "../world.ts";

/**
 * The topic at `topicArn`; the subject is what an e-mail shows (100 characters of ASCII at most), and a filter policy can
 * name the attribute `state` (https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering.html).
 */
export function createSnsFinishTopic(client: SNSClient, topicArn: string): FinishTopic {
  return {
    async publish(message) {
      const end = message.state === "failed" ? "failed" : "finished";
      const command = new PublishCommand({
        TopicArn: topicArn,
        Subject: `Crawl of ${crawlAddress(message)} ${end}`.slice(0, 100),
        MessageAttributes: { state: { DataType: "String", StringValue: end } },
        Message: JSON.stringify(message, undefined, 2),
      });
      await retryableCall("topic-unavailable", () => client.send(command));
    },
  };
}
