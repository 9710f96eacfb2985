import type * as z from "zod/mini";

import { snsSubscription, snsTopic } from "../resources/sns.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import type { Resource } from "../template/resource-type.ts";
import { TemplateError } from "../template/template-error.ts";
import { startSnsDelivery } from "./sns-delivery.ts";
import type { Wiring } from "../wiring.ts";

/**
 * Connects every topic with its functions and queues. Returns how to stop each delivery.
 * @throws {TemplateError} listing subscriptions of topics, functions and queues that are not there.
 */
export function startSubscriptions(stack: ResolvedStack, options: Wiring): (() => void)[] {
  const subscriptions = stack.resourcesOf(snsSubscription);
  const topicArns = new Set(stack.resourcesOf(snsTopic).map(({ identity }) => identity.ref));
  const problems = subscriptions.flatMap(({ logicalId, properties }) => {
    const { TopicArn, Protocol, Endpoint, RedrivePolicy } = properties;
    const isThere =
      Protocol === "sqs" ? options.failureQueues.has(Endpoint) : options.findFunction(Endpoint);
    const queueArn = RedrivePolicy?.deadLetterTargetArn;
    return [
      ...(topicArns.has(TopicArn) ? [] : [`${logicalId}: the stack has no topic ${TopicArn}`]),
      ...(isThere ? [] : [`${logicalId}: the stack has no ${Protocol} endpoint ${Endpoint}`]),
      ...(queueArn === undefined || options.failureQueues.has(queueArn)
        ? []
        : [`${logicalId}: the stack has no queue ${queueArn} for RedrivePolicy`]),
    ];
  });
  if (problems.length > 0) throw new TemplateError(problems);
  return subscriptions.flatMap((subscription) => startSubscription(subscription, options));
}

type Subscription = Resource<z.output<typeof snsSubscription.properties>>;

function startSubscription(
  { logicalId, identity, properties }: Subscription,
  options: Wiring,
): (() => void)[] {
  const { TopicArn, Endpoint, RedrivePolicy } = properties;
  const topic = TopicArn.split(":").at(-1) ?? "";
  const target = options.findFunction(Endpoint);
  if (properties.Protocol === "sqs" || !target) {
    const attributes = { RawMessageDelivery: String(properties.RawMessageDelivery ?? false) };
    const queue = Endpoint.split(":").at(-1) ?? "";
    options.fauxqs.subscribe({ topic, queue, attributes });
    return [];
  }

  const log = (line: string) => options.onLog({ function: target.logicalId, line });
  const stop = startSnsDelivery(options, {
    logicalId,
    arn: identity.ref,
    topicName: topic,
    deliver: (event, notificationJson) => {
      if (options.mayInvoke(target, "sns.amazonaws.com", TopicArn)) {
        target.invokeAsync(JSON.stringify(event));
        return;
      }
      options.onEvent({ type: "not-permitted", function: target.logicalId, source: logicalId });
      const queueArn = RedrivePolicy?.deadLetterTargetArn;
      const reason = `no AWS::Lambda::Permission lets ${TopicArn} invoke ${target.logicalId}`;
      log(`${logicalId}: ${reason}; its message ${queueArn ? `went to ${queueArn}` : "is lost"}`);
      if (queueArn === undefined) return;
      options.failureQueues.send(queueArn, notificationJson);
      options.onEvent({ type: "dead-lettered", function: target.logicalId, queueArn, reason });
    },
    onBroken: (error) => log(`${logicalId}: deliveries ended: ${String(error)}`),
  });
  return [stop];
}
