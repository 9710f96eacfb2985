import type { FauxqsServer } from "fauxqs";

import { s3Bucket } from "../resources/s3-bucket.ts";
import { snsTopic } from "../resources/sns.ts";
import { sqsQueue } from "../resources/sqs-queue.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import { TemplateError } from "../template/template-error.ts";

/**
 * Creates the stack's queues, topics and buckets.
 * @throws {TemplateError} listing queues whose dead-letter queue is not there.
 */
export function createResources(stack: ResolvedStack, fauxqs: FauxqsServer): void {
  const queues = stack.resourcesOf(sqsQueue);
  const arns = new Set(queues.map(({ identity }) => identity.attributes["Arn"]));
  const problems = queues.flatMap(({ logicalId, properties: { RedrivePolicy } }) =>
    RedrivePolicy === undefined || arns.has(RedrivePolicy.deadLetterTargetArn)
      ? []
      : [
          `${logicalId}: the stack has no queue ${RedrivePolicy.deadLetterTargetArn} for RedrivePolicy`,
        ],
  );
  if (problems.length > 0) throw new TemplateError(problems);

  for (const { name, properties } of queues) {
    const { RedrivePolicy } = properties;
    fauxqs.createQueue(name, {
      attributes: {
        ...numbers({
          VisibilityTimeout: properties.VisibilityTimeout,
          MessageRetentionPeriod: properties.MessageRetentionPeriod,
          DelaySeconds: properties.DelaySeconds,
          MaximumMessageSize: properties.MaximumMessageSize,
          ReceiveMessageWaitTimeSeconds: properties.ReceiveMessageWaitTimeSeconds,
        }),
        ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
      },
    });
  }
  for (const { name } of stack.resourcesOf(snsTopic)) fauxqs.createTopic(name);
  for (const { identity } of stack.resourcesOf(s3Bucket)) fauxqs.createBucket(identity.ref);
}

function numbers(attributes: Readonly<Record<string, number | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}
