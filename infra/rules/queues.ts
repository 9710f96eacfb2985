import type { Template } from "@reddit-crawler/local-stack/template/template";
import {
  at,
  listOf,
  referredId,
  resourcesOf,
} from "@reddit-crawler/local-stack/template/template-parts";

import { isTlsOnly, policyStatements } from "./policy-statements.ts";
import { failing, type Rule } from "./rule.ts";

/** Seconds: 14 days, the longest that SQS keeps a message. */
const longestRetention = 1_209_600;
/** Seconds: what SQS keeps a message for when nothing is said. */
const defaultRetention = 345_600;

/** Every way into a queue that holds failures: who sends what there. What is sent after successes, too, is no failure. */
function failureRoutes({ Resources }: Template) {
  return Object.entries(Resources).flatMap(([source, resource]) => {
    if (at(resource, "Properties.DestinationConfig.OnSuccess") !== undefined) return [];
    const target =
      at(resource, "Properties.RedrivePolicy.deadLetterTargetArn") ??
      at(resource, "Properties.DestinationConfig.OnFailure.Destination");
    const queue = referredId(target);
    return queue === undefined ? [] : [{ source, resource, queue }];
  });
}

/** Where failures can happen, they have a queue of their own: mixed ones could not be redriven. */
export const failuresHaveTheirOwnQueue: Rule = (template) => {
  const routes = failureRoutes(template);
  const without = ["PostQueue", "CrawlSubscription", "CrawlQueue"]
    .filter((id) => !routes.some(({ source }) => source === id))
    .map((id) => `${id} has no queue for failures`);
  const shared = routes
    .filter(({ queue }, i) => routes.findIndex((other) => other.queue === queue) !== i)
    .map(({ source, queue }) => `${source} shares ${queue}`);
  return without.concat(shared);
};

/** A post is attempted at least 5 times before it is dead-lettered. */
export const redriveIsPatient: Rule = ({ Resources }) => {
  const count = Number(at(Resources, "PostQueue.Properties.RedrivePolicy.maxReceiveCount"));
  return failing([count >= 5, `PostQueue gives up after ${count} attempts`]);
};

/** Failures are kept for 14 days, and longer than in the queue they come from, whose time they bring along. */
export const failuresAreKept: Rule = (template) =>
  failureRoutes(template).flatMap(({ source, resource, queue }) => {
    const kept = at(template.Resources, `${queue}.Properties.MessageRetentionPeriod`);
    const before = at(resource, "Properties.MessageRetentionPeriod") ?? defaultRetention;
    return failing(
      [kept === longestRetention, `${queue} keeps failures for ${String(kept)} s`],
      [Number(before) < longestRetention, `${source} keeps messages as long as ${queue}`],
    );
  });

/** What a topic sends to a queue, and what it could not send, is let in by that queue's policy. */
export const topicsMaySend: Rule = (template) =>
  resourcesOf(template, "AWS::SNS::Subscription").flatMap(([id, subscription]) => {
    const topic = referredId(at(subscription, "Properties.TopicArn"));
    const queues = ["Properties.Endpoint", "Properties.RedrivePolicy.deadLetterTargetArn"]
      .map((path) => referredId(at(subscription, path)))
      .filter((queue) => template.Resources[queue ?? ""]?.Type === "AWS::SQS::Queue");
    return queues.flatMap((queue = "") =>
      policyStatements(template, "AWS::SQS::QueuePolicy", queue).some(
        (statement) =>
          at(statement, "Effect") === "Allow" &&
          at(statement, "Principal.Service") === "sns.amazonaws.com" &&
          listOf(at(statement, "Action")).includes("sqs:SendMessage") &&
          referredId(at(statement, "Condition.ArnEquals.aws:SourceArn")) === topic,
      )
        ? []
        : [`${queue} does not let the topic of ${id} in`],
    );
  });

/** Every queue is encrypted and refuses plain HTTP. */
export const queuesAreClosed: Rule = (template) =>
  resourcesOf(template, "AWS::SQS::Queue").flatMap(([id, queue]) =>
    failing(
      [at(queue, "Properties.SqsManagedSseEnabled") === true, `${id} is not encrypted`],
      [
        policyStatements(template, "AWS::SQS::QueuePolicy", id).some(isTlsOnly),
        `${id} accepts plain HTTP`,
      ],
    ),
  );

/** Somebody hears of each message in a queue that holds failures. */
export const failuresRaiseAnAlarm: Rule = (template) =>
  failureRoutes(template)
    .filter(
      ({ queue }) =>
        !resourcesOf(template, "AWS::CloudWatch::Alarm").some(
          ([, alarm]) =>
            referredId(at(alarm, "Properties.Dimensions.0.Value")) === queue &&
            at(alarm, "Properties.MetricName") === "ApproximateNumberOfMessagesVisible" &&
            at(alarm, "Properties.Threshold") === 0 &&
            at(alarm, "Properties.ComparisonOperator") === "GreaterThanThreshold",
        ),
    )
    .map(({ queue }) => `nobody hears of a message in ${queue}`);
