import { snsSubscription, snsTopic, type SnsSubscriptionProperties } from "../resources/sns.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import { TemplateError } from "../template/template-error.ts";
import { startSnsDelivery } from "./sns-delivery.ts";
import type { Wiring } from "../wiring.ts";

/**
 * Connects every topic with its functions and queues. Returns how to stop each delivery.
 * @throws {TemplateError} listing subscriptions of topics, functions and queues that are not there.
 */
export function startSubscriptions(stack: ResolvedStack, options: Wiring): (() => void)[] {
  const subscriptions = allSubscriptions(stack);
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

interface Subscription {
  logicalId: string;
  arn: string;
  properties: SnsSubscriptionProperties;
}

function startSubscription(
  { logicalId, arn, properties }: Subscription,
  options: Wiring,
): (() => void)[] {
  const { TopicArn, Endpoint, RedrivePolicy, FilterPolicy, FilterPolicyScope } = properties;
  const topic = TopicArn.split(":").at(-1) ?? "";
  const attributes = {
    ...(FilterPolicy && { FilterPolicy: JSON.stringify(FilterPolicy) }),
    ...(FilterPolicyScope && { FilterPolicyScope }),
  };
  const target = options.findFunction(Endpoint);
  if (properties.Protocol === "sqs" || !target) {
    const raw: Record<string, string> = properties.RawMessageDelivery
      ? { RawMessageDelivery: "true" }
      : {};
    const queue = Endpoint.split(":").at(-1) ?? "";
    options.fauxqs.subscribe({ topic, queue, attributes: { ...attributes, ...raw } });
    return [];
  }

  const log = (line: string) => options.onLog({ function: target.logicalId, line });
  const stop = startSnsDelivery(options, {
    logicalId,
    arn,
    topicName: topic,
    attributes,
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
      options.failureQueues.send(queueArn, { body: notificationJson, messageAttributes: {} });
      options.onEvent({ type: "dead-lettered", function: target.logicalId, queueArn, reason });
    },
    onBroken: (error) => log(`${logicalId}: deliveries ended: ${String(error)}`),
  });
  return [stop];
}

/** The subscriptions of their own, and those that stand inside a topic. */
function allSubscriptions(stack: ResolvedStack): Subscription[] {
  const own = stack
    .resourcesOf(snsSubscription)
    .map(({ logicalId, identity, properties }) => ({ logicalId, arn: identity.ref, properties }));
  const inside = stack.resourcesOf(snsTopic).flatMap(({ logicalId, identity, properties }) =>
    (properties.Subscription ?? []).map(({ Protocol, Endpoint }, index) => ({
      logicalId: `${logicalId}Subscription${index}`,
      arn: `${identity.ref}:${index}`,
      properties: { TopicArn: identity.ref, Protocol, Endpoint },
    })),
  );
  return [...own, ...inside];
}
