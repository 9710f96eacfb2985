import { SendMessageCommand, SQSClient, type SQSClientConfig } from "@aws-sdk/client-sqs";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { postMessageSchema, type PostMessage } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** Sends posts to the queue at `url`, as the article-loader does. @throws when SQS refuses one. */
export async function sendPosts(
  { url, client }: { url: string; client: SQSClientConfig },
  messages: readonly PostMessage[],
): Promise<void> {
  const sqs = new SQSClient({ ...awsClientSettings(awsClientLimits.command), ...client });
  try {
    for (const message of messages) {
      const MessageBody = JSON.stringify(z.parse(postMessageSchema, message));
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
    }
  } finally {
    sqs.destroy();
  }
}
