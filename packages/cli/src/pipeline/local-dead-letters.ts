import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import type { DeadLetter } from "@reddit-crawler/gallery/contract/dead-letter";
import { postMessageSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { RunningStack } from "@reddit-crawler/local-stack/start-stack";

/** A quota: the most messages of one ReceiveMessage (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html). */
const maxMessages = 10;

type Stack = Pick<RunningStack, "endpointUrl" | "region" | "credentials">;

/**
 * The posts of up to ten messages of the dead-letter queue at `queueUrl`. They stay visible, so that a retry finds them
 * all. Messages that are no posts are passed over.
 */
export function peekDeadLetters(stack: Stack, queueUrl: string): Promise<DeadLetter[]> {
  return withSqs(stack, async (sqs) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: maxMessages,
        VisibilityTimeout: 0,
      }),
    );
    return Messages.flatMap(({ Body = "" }) => {
      const message = z.safeParse(postMessageSchema, parseJson(Body));
      if (!message.success) return [];
      const { crawlId, post } = message.data;
      return [{ crawlId, postId: post.id, subreddit: post.subreddit, title: post.title }];
    });
  });
}

/** Gives every message of the dead-letter queue at `queueUrl` back to the queue that it came from. */
export function retryDeadLetters(stack: Stack, queueUrl: string): Promise<void> {
  return withSqs(stack, async (sqs) => {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] }),
    );
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: Attributes?.["QueueArn"] }));
  });
}

async function withSqs<Result>(
  { endpointUrl, region, credentials }: Stack,
  work: (sqs: SQSClient) => Promise<Result>,
): Promise<Result> {
  const sqs = new SQSClient({
    ...awsClientSettings("command"),
    endpoint: endpointUrl,
    region,
    credentials,
  });
  try {
    return await work(sqs);
  } finally {
    sqs.destroy();
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
