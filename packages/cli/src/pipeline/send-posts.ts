import { SendMessageCommand, SQSClient, type SQSClientConfig } from "@aws-sdk/client-sqs";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { postMessageSchema, type PostMessage } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** A queue, and how its SQS is reached. */
interface Queue {
  url: string;
  client: SQSClientConfig;
}

/** Sends posts to a queue, as the article-loader does. @throws when SQS refuses one. */
export async function sendPosts(queue: Queue, messages: readonly PostMessage[]): Promise<void> {
  await sendTexts(
    queue,
    messages.map((message) => JSON.stringify(z.parse(postMessageSchema, message))),
  );
}

/** Sends one message. @throws when SQS refuses it. */
export async function sendText(queue: Queue, text: string): Promise<void> {
  await sendTexts(queue, [text]);
}

async function sendTexts({ url, client }: Queue, texts: readonly string[]): Promise<void> {
  const sqs = new SQSClient({ ...awsClientSettings(awsClientLimits.command), ...client });
  try {
    for (const text of texts)
      await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: text }));
  } finally {
    sqs.destroy();
  }
}
