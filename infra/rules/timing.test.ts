import { describeRule } from "./describe-rule.ts";
import {
  crawlRequestsWait,
  endsAreReported,
  numbersAgree,
  theQueueAloneRetries,
  ticksTakeOver,
  visibilityCoversTheWorker,
  workersHavePlaces,
} from "./timing.ts";

const queue = "Resources.PostQueue.Properties";
const worker = "Resources.DownloadWorkerFunction.Properties";
const workerInvocation = "Resources.DownloadWorkerInvocation.Properties";
const balancer = "Resources.BalancerFunction.Properties";
const crawlQueue = "Resources.CrawlQueue.Properties";
const mapping = "Resources.ArticleLoaderMapping.Properties";

describeRule("a message stays hidden while its worker may run", visibilityCoversTheWorker, [
  ["a shorter visibility timeout", `${queue}.VisibilityTimeout`, 171],
  ["no visibility timeout", `${queue}.VisibilityTimeout`],
  ["a longer worker timeout", `${worker}.Timeout`, 120],
  ["a longer event age", `${workerInvocation}.MaximumEventAgeInSeconds`, 120],
  ["Lambda's own event age of 6 h", `${workerInvocation}.MaximumEventAgeInSeconds`],
]);

describeRule("the queue alone retries a post", theQueueAloneRetries, [
  ["a retry by Lambda", `${workerInvocation}.MaximumRetryAttempts`, 1],
  ["Lambda's own two retries", `${workerInvocation}.MaximumRetryAttempts`],
  ["an older event", `${workerInvocation}.MaximumEventAgeInSeconds`, 61],
  ["no word on the worker's invocations", "Resources.DownloadWorkerInvocation"],
  ["a retry of the balancer", "Resources.BalancerInvocation.Properties.MaximumRetryAttempts", 2],
]);

describeRule("a balancer works until the next one is there", ticksTakeOver, [
  ["an end before the next tick", `${balancer}.Timeout`, 70],
  ["a tick that takes its follower for a double", `${balancer}.Timeout`, 80],
  ["no room for two", `${balancer}.ReservedConcurrentExecutions.Fn::If.1`, 1],
  ["a schedule that repeats", "Resources.BalancerScheduleRule.Properties.Targets.0.RetryPolicy"],
  ["no reservation", `${balancer}.ReservedConcurrentExecutions`],
]);

describeRule("crawl requests wait in a queue for the loader", crawlRequestsWait, [
  ["a topic that invokes the loader", "Resources.CrawlSubscription.Properties.Protocol", "lambda"],
  ["requests in an envelope", "Resources.CrawlSubscription.Properties.RawMessageDelivery", false],
  ["nobody who polls", "Resources.ArticleLoaderMapping"],
  ["several crawls in one run", `${mapping}.BatchSize`, 10],
  ["any number of runs", `${mapping}.ScalingConfig`],
  ["more runs than may be", `${mapping}.ScalingConfig.MaximumConcurrency`, 5],
  ["a request that shows while its run lasts", `${crawlQueue}.VisibilityTimeout`, 900],
  ["a longer run", "Resources.ArticleLoaderFunction.Properties.Timeout", 901],
  ["no receive to announce a failure", `${crawlQueue}.RedrivePolicy.maxReceiveCount`, 3],
]);

describeRule("numbers in two places agree", numbersAgree, [
  ["another visibility timeout", `${queue}.VisibilityTimeout`, 240],
  ["another receive count", `${queue}.RedrivePolicy.maxReceiveCount`, 7],
  ["a missing variable", `${worker}.Environment.Variables.MAX_RECEIVE_COUNT`],
]);

describeRule("the end of every worker is reported", endsAreReported, [
  ["no report of successes", `${workerInvocation}.DestinationConfig.OnSuccess`],
  ["no report of crashes", `${workerInvocation}.DestinationConfig.OnFailure`],
  [
    "reports to another queue",
    `${workerInvocation}.DestinationConfig.OnFailure.Destination`,
    { "Fn::GetAtt": ["PostDeadLetterQueue", "Arn"] },
  ],
  [
    "a balancer that reads another queue",
    `${balancer}.Environment.Variables.WORKER_ENDS_QUEUE_URL`,
    { Ref: "PostQueue" },
  ],
]);

describeRule("as many workers may run as are started", workersHavePlaces, [
  ["a fixed reservation", `${worker}.ReservedConcurrentExecutions.Fn::If.1`, 5],
  ["a fixed number of places", `${balancer}.Environment.Variables.MAX_CONCURRENT_DOWNLOADS`, "50"],
]);
