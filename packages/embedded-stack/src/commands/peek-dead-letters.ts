import { ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { DeadLetter } from "@reddit-crawler/gallery/dead-letter";
import { postMessageSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** A quota: the most messages of one ReceiveMessage (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html). */
const maxMessages = 10;

/**
 * The posts of up to ten messages of a dead-letter queue. They stay visible, so that a retry finds them all. Messages that
 * are no posts are passed over.
 */
export async function peekDeadLetters(sqs: SQSClient, queueUrl: string): Promise<DeadLetter[]> {
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
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
