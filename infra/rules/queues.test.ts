import { describeRule } from "./describe-rule.ts";
import {
  failuresAreKept,
  failuresHaveTheirOwnQueue,
  failuresRaiseAnAlarm,
  queuesAreClosed,
  redriveIsPatient,
  topicsMaySend,
} from "./queues.ts";

const redrive = "Resources.PostQueue.Properties.RedrivePolicy";
const postDeadLetters = { "Fn::GetAtt": ["PostDeadLetterQueue", "Arn"] };
const subscriptionRedrive = "Resources.CrawlSubscription.Properties.RedrivePolicy";
const crawlRedrive = "Resources.CrawlQueue.Properties.RedrivePolicy";
const statement = (policy: string) => `Resources.${policy}.Properties.PolicyDocument.Statement.0`;
const crawlStatement = statement("CrawlDeadLetterQueuePolicy");

describeRule("failures have a queue of their own", failuresHaveTheirOwnQueue, [
  ["a post queue without redrive", redrive],
  ["a subscription without redrive", subscriptionRedrive],
  ["a crawl queue without redrive", crawlRedrive],
  ["a shared queue", `${subscriptionRedrive}.deadLetterTargetArn`, postDeadLetters],
  ["another shared queue", `${crawlRedrive}.deadLetterTargetArn`, postDeadLetters],
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
  [
    "no more than in the crawl queue",
    "Resources.CrawlQueue.Properties.MessageRetentionPeriod",
    1_209_600,
  ],
]);

describeRule("a topic may send to its queues", topicsMaySend, [
  ["no policy of the crawl queue", "Resources.CrawlQueuePolicy"],
  ["every topic of the world in the crawl queue", `${statement("CrawlQueuePolicy")}.Condition`],
  ["no policy of the dead letters", "Resources.CrawlDeadLetterQueuePolicy"],
  ["another service's queue policy", `${crawlStatement}.Principal.Service`, "events.amazonaws.com"],
  ["another action", `${crawlStatement}.Action`, "sqs:ReceiveMessage"],
  ["every topic of the world", `${crawlStatement}.Condition`],
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
