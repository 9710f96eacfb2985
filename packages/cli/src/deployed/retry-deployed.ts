import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import {
  GetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";

import { countOf } from "../terminal/crawl-units.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { crawlClient } from "./crawl-client.ts";
import type { DeployedStack } from "./describe-stack.ts";

/**
 * Gives every post of the dead-letter queue back to the post queue: SQS cannot tell one crawl's from another's
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html).
 * @throws {CommandError} when the stack knows no crawl `crawlId`.
 */
export async function retryDeployed(run: {
  crawlId: string;
  stack: DeployedStack;
  output: CommandOutput;
}): Promise<number> {
  const { crawlId, stack, output } = run;
  const status = await crawlClient(stack.apiUrl, stack.fetch).status(crawlId);
  const sqs = new SQSClient({
    ...awsClientSettings("command"),
    region: stack.region,
    useQueueUrlAsEndpoint: false,
  });
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: stack.deadLetterQueueUrl,
      AttributeNames: ["QueueArn", "ApproximateNumberOfMessages"],
    }),
  );
  const waiting = Number(Attributes["ApproximateNumberOfMessages"] ?? 0);
  if (waiting > 0)
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn: Attributes["QueueArn"] }));
  output.result(
    () =>
      waiting === 0
        ? "No post waits in the dead-letter queue."
        : `${countOf(waiting, "post")} of all crawls given back to the queue; ${status.posts.failed} of them of this crawl. Look with: crawl show ${crawlId} --stack ${stack.name}`,
    () => JSON.stringify({ crawl_id: crawlId, given_back: waiting, failed: status.posts.failed }),
  );
  return 0;
}
