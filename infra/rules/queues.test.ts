import { describeRule } from "./describe-rule.ts";
import {
  failuresAreKept,
  failuresHaveTheirOwnQueue,
  failuresMayBeSent,
  failuresRaiseAnAlarm,
  queuesAreClosed,
  redriveIsPatient,
} from "./queues.ts";

const redrive = "Resources.PostQueue.Properties.RedrivePolicy";
const postDeadLetters = { "Fn::GetAtt": ["PostDeadLetterQueue", "Arn"] };
const subscriptionRedrive = "Resources.CrawlSubscription.Properties.RedrivePolicy";
const onFailure = "Resources.ArticleLoaderInvocation.Properties.DestinationConfig.OnFailure";
const crawlStatement = "Resources.CrawlDeadLetterQueuePolicy.Properties.PolicyDocument.Statement.0";

describeRule("failures have a queue of their own", failuresHaveTheirOwnQueue, [
  ["a post queue without redrive", redrive],
  ["a subscription without redrive", subscriptionRedrive],
  ["a loader without failure destination", onFailure],
  ["a shared queue", `${subscriptionRedrive}.deadLetterTargetArn`, postDeadLetters],
  ["another shared queue", `${onFailure}.Destination`, postDeadLetters],
]);

describeRule("a post is attempted at least 5 times", redriveIsPatient, [
  ["4 attempts", `${redrive}.maxReceiveCount`, 4],
  ["no number of attempts", `${redrive}.maxReceiveCount`],
]);

describeRule("failures are kept for 14 days", failuresAreKept, [
  ["SQS's own 4 days", "Resources.PostDeadLetterQueue.Properties.MessageRetentionPeriod"],
  ["13 days", "Resources.CrawlDeadLetterQueue.Properties.MessageRetentionPeriod", 1_123_200],
  [
    "no more than in the post queue",
    "Resources.PostQueue.Properties.MessageRetentionPeriod",
    1_209_600,
  ],
]);

describeRule("failures may be sent to their queue", failuresMayBeSent, [
  ["no queue policy", "Resources.CrawlDeadLetterQueuePolicy"],
  ["another service's queue policy", `${crawlStatement}.Principal.Service`, "events.amazonaws.com"],
  ["another action", `${crawlStatement}.Action`, "sqs:ReceiveMessage"],
  ["every topic of the world", `${crawlStatement}.Condition`],
  [
    "a loader that may not send",
    "Resources.ArticleLoaderRole.Properties.Policies.0.PolicyDocument.Statement.0.Resource.1",
    { "Fn::GetAtt": ["PostQueue", "Arn"] },
  ],
]);

describeRule("every queue is closed", queuesAreClosed, [
  ["a queue without policy", "Resources.PostQueuePolicy"],
  ["a queue without encryption", "Resources.PostQueue.Properties.SqsManagedSseEnabled", false],
  [
    "a queue that allows plain HTTP",
    "Resources.PostDeadLetterQueuePolicy.Properties.PolicyDocument.Statement.0.Effect",
    "Allow",
  ],
]);

describeRule("each failure raises an alarm", failuresRaiseAnAlarm, [
  ["no alarm", "Resources.PostDeadLetterQueueAlarm"],
  [
    "an alarm on another queue",
    "Resources.CrawlDeadLetterQueueAlarm.Properties.Dimensions.0.Value",
    { Ref: "PostQueue" },
  ],
  [
    "an alarm from the second message on",
    "Resources.ArticleLoaderFailureQueueAlarm.Properties.Threshold",
    1,
  ],
]);
