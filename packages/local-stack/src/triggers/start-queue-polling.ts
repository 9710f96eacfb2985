import {
  lambdaEventSourceMapping,
  type EventSourceMappingProperties,
} from "../resources/lambda.ts";
import { sqsQueue } from "../resources/sqs-queue.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import { TemplateError } from "../template/template-error.ts";
import type { Wiring } from "../wiring.ts";
import { startQueuePoller } from "./queue-poller.ts";

/** Pollers of a queue where nothing is said: those that Lambda begins with. */
const usualConcurrency = 5;

/**
 * Lets every enabled event source mapping poll its queue. Returns how to stop each.
 * @throws {TemplateError} listing queues and functions that are not there.
 */
export function startQueuePolling(stack: ResolvedStack, wiring: Wiring): (() => void)[] {
  const mappings = stack.resourcesOf(lambdaEventSourceMapping);
  const queueOf = ({ EventSourceArn }: EventSourceMappingProperties) =>
    stack
      .resourcesOf(sqsQueue)
      .find(({ identity }) => identity.attributes["Arn"] === EventSourceArn);
  const problems = mappings.flatMap(({ logicalId, properties }) => [
    ...(queueOf(properties)
      ? []
      : [
          `${logicalId}: the stack has no queue ${properties.EventSourceArn}; other sources are not run`,
        ]),
    ...(wiring.findFunction(properties.FunctionName)
      ? []
      : [`${logicalId}: the stack has no function ${properties.FunctionName}`]),
  ]);
  if (problems.length > 0) throw new TemplateError(problems);

  return mappings.flatMap(({ logicalId, properties }) => {
    const queue = queueOf(properties);
    const target = wiring.findFunction(properties.FunctionName);
    if (!queue || !target || !properties.Enabled) return [];
    const poller = {
      logicalId,
      queueName: queue.name,
      queueArn: properties.EventSourceArn,
      redrive: queue.properties.RedrivePolicy,
      target,
      batchSize: properties.BatchSize,
      concurrency: properties.ScalingConfig?.MaximumConcurrency ?? usualConcurrency,
    };
    return [startQueuePoller(poller, wiring)];
  });
}
