import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import { postMessageSchema, type PostFacts } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** A quota: the most messages of one ReceiveMessage (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html). */
const maxMessages = 10;

/** A dead-letter queue of posts, and how its SQS is reached. */
export interface DeadLetterQueue {
  url: string;
  client: SQSClientConfig;
}

/** The posts of one crawl among up to ten messages, which stay visible, so that a redrive finds them all. */
export function peekDeadLetters(queue: DeadLetterQueue, ofCrawl: string): Promise<PostFacts[]> {
  return withSqs(queue, async (sqs) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queue.url,
        MaxNumberOfMessages: maxMessages,
        VisibilityTimeout: 0,
      }),
    );
    return Messages.flatMap(({ Body = "" }) => {
      const message = z.safeParse(postMessageSchema, parseJson(Body));
      if (!message.success || message.data.crawlId !== ofCrawl) return [];
      return [message.data.post];
    });
  });
}

/**
 * Moves every message to the post queue at `postQueueUrl`, and gives about how many these are. SQS cannot pick those of
 * one crawl, and does not know where a message comes from that the download-worker sent itself
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html).
 */
export function redriveDeadLetters(queue: DeadLetterQueue, postQueueUrl: string): Promise<number> {
  return withSqs(queue, async (sqs) => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queue.url,
        AttributeNames: ["QueueArn", "ApproximateNumberOfMessages"],
      }),
    );
    const waiting = Number(Attributes["ApproximateNumberOfMessages"] ?? 0);
    if (waiting === 0) return 0;
    const { Attributes: posts = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: postQueueUrl, AttributeNames: ["QueueArn"] }),
    );
    const arns = { SourceArn: Attributes["QueueArn"], DestinationArn: posts["QueueArn"] };
    await sqs.send(new StartMessageMoveTaskCommand(arns));
    return waiting;
  });
}

async function withSqs<Result>(
  { client }: DeadLetterQueue,
  work: (sqs: SQSClient) => Promise<Result>,
): Promise<Result> {
  const sqs = new SQSClient({ ...awsClientSettings(awsClientLimits.command), ...client });
  try {
    return await work(sqs);
  } finally {
    sqs.destroy();
  }
}
