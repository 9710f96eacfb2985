import { s3Bucket } from "@reddit-crawler/local-stack/resources/s3-bucket";
import { snsSubscription, snsTopic } from "@reddit-crawler/local-stack/resources/sns";
import { sqsQueue } from "@reddit-crawler/local-stack/resources/sqs-queue";
import type { ResolvedStack } from "@reddit-crawler/local-stack/template/resolve-stack";

import type { Emulator } from "./emulator-client.ts";

/** Creates the stack's queues, topics, subscriptions and buckets. @throws {Error} when the emulator refuses one. */
export async function createResources(emulator: Emulator, stack: ResolvedStack): Promise<void> {
  const queues = stack.resourcesOf(sqsQueue);
  // Dead-letter queues first: others name them.
  const ordered = queues.toSorted(
    (one, other) => Number(isRedriven(one)) - Number(isRedriven(other)),
  );
  for (const { name, properties } of ordered) {
    const { VisibilityTimeout = 30, RedrivePolicy } = properties;
    const Attributes = {
      VisibilityTimeout: String(VisibilityTimeout),
      ...(RedrivePolicy && { RedrivePolicy: JSON.stringify(RedrivePolicy) }),
    };
    await emulator.call("sqs", "CreateQueue", { QueueName: name, Attributes });
  }
  for (const { name } of stack.resourcesOf(snsTopic))
    await emulator.callSns({ Action: "CreateTopic", Name: name });
  for (const { properties } of stack.resourcesOf(snsSubscription))
    await emulator.callSns({
      Action: "Subscribe",
      TopicArn: properties.TopicArn,
      Protocol: properties.Protocol,
      Endpoint: properties.Endpoint,
      "Attributes.entry.1.key": "RawMessageDelivery",
      "Attributes.entry.1.value": String(properties.RawMessageDelivery ?? false),
    });
  for (const { identity } of stack.resourcesOf(s3Bucket)) await emulator.createBucket(identity.ref);
}

const isRedriven = ({ properties }: { properties: { RedrivePolicy?: unknown } }) =>
  properties.RedrivePolicy !== undefined;
