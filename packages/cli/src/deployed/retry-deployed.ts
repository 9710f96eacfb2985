import { peekDeadLetters, redriveDeadLetters } from "../pipeline/dead-letters.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { plainText } from "../terminal/plain-text.ts";
import { crawlClient } from "./crawl-client.ts";
import type { DeployedStack } from "./describe-stack.ts";

/**
 * Redrives every post of the dead-letter queue, those of other crawls too, and names those of this crawl among its first ten.
 * @throws {CommandError} when the stack knows no crawl `crawlId`.
 */
export async function retryDeployed(crawlId: string, stack: DeployedStack, output: CommandOutput) {
  const { posts } = await crawlClient(stack.apiUrl, stack.send).status(crawlId);
  const queue = {
    url: stack.deadLetterQueueUrl,
    client: { region: stack.region, useQueueUrlAsEndpoint: false },
  };
  const named = await peekDeadLetters(queue, crawlId);
  for (const { title, permalink } of named)
    output.hint(`  ${plainText(title)}  ${plainText(permalink)}`);
  const redriven = await redriveDeadLetters(queue, stack.postQueueUrl);
  output.result(
    () =>
      redriven === 0
        ? "No post waits in the dead-letter queue."
        : `${countOf(redriven, "post")} of all crawls redriven to the queue; ${posts.failed} of them of this crawl. Check with: reddit-crawler show ${crawlId} --stack ${stack.name}`,
    () => JSON.stringify({ crawl_id: crawlId, given_back: redriven, failed: posts.failed }),
  );
}
