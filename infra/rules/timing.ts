import { at } from "@reddit-crawler/local-stack/template/template-parts";

import { differing, failing, type Rule } from "./rule.ts";

/** Seconds: the longest that the balancer keeps a message before Lambda has it, in the normal case. */
const balancerHoldSeconds = 2;
/** Seconds: for the balancer's own retries, clocks that differ and a worker's last request. */
const marginSeconds = 20;

/** A message stays hidden for as long as its worker may still run. */
export const visibilityCoversTheWorker: Rule = ({ Resources }) => {
  const visibility = Number(at(Resources, "PostQueue.Properties.VisibilityTimeout"));
  const age = Number(at(Resources, "DownloadWorkerInvocation.Properties.MaximumEventAgeInSeconds"));
  const timeout = Number(at(Resources, "DownloadWorkerFunction.Properties.Timeout"));
  const needed = balancerHoldSeconds + age + timeout + marginSeconds;
  return failing([
    visibility >= needed,
    `PostQueue hides a message for ${visibility} s; its worker may take until ${needed} s`,
  ]);
};

/** The queue alone retries: Lambda's own retries would multiply with its redeliveries. */
export const theQueueAloneRetries: Rule = ({ Resources }) =>
  ["DownloadWorkerInvocation", "BalancerInvocation"].flatMap((id) =>
    differing(id, at(Resources, `${id}.Properties`), {
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    }),
  );

/** Seconds: before its end a balancer receives nothing more. */
const balancerReserveSeconds = 10;

/** A balancer works until the one of the next tick is there, which waits for it: a tick that was missed is replaced. */
export const ticksTakeOver: Rule = ({ Resources }) => {
  const balancer = at(Resources, "BalancerFunction.Properties");
  const timeout = Number(at(balancer, "Timeout"));
  return [
    ...failing(
      [timeout - balancerReserveSeconds > 60, "BalancerFunction ends before the next tick"],
      [timeout < 80, "BalancerFunction takes the next one for one of its own tick"],
    ),
    ...differing("BalancerFunction", balancer, { "ReservedConcurrentExecutions.Fn::If.1": 2 }),
    ...differing("BalancerScheduleRule", Resources["BalancerScheduleRule"], {
      "Properties.Targets.0.RetryPolicy.MaximumRetryAttempts": 0,
    }),
  ];
};

/** Seconds between a poller's receive and the loader's start, chosen. */
const pollerHoldSeconds = 30;

/**
 * Crawl requests wait in the crawl queue: one for each run of the loader, no more runs than may be, hidden for as long as
 * one lasts, and received more often than the loader attempts them (3), so that it can announce a failure.
 */
export const crawlRequestsWait: Rule = ({ Resources }) => {
  const queue = at(Resources, "CrawlQueue.Properties");
  const loader = at(Resources, "ArticleLoaderFunction.Properties");
  const mapping = at(Resources, "ArticleLoaderMapping.Properties");
  const visibility = Number(at(queue, "VisibilityTimeout"));
  const needed = Number(at(loader, "Timeout")) + pollerHoldSeconds;
  const receives = Number(at(queue, "RedrivePolicy.maxReceiveCount"));
  const runs = at(mapping, "ScalingConfig.MaximumConcurrency");
  return [
    ...differing("CrawlSubscription", at(Resources, "CrawlSubscription.Properties"), {
      Protocol: "sqs",
      "Endpoint.Fn::GetAtt.0": "CrawlQueue",
      RawMessageDelivery: true,
    }),
    ...differing("ArticleLoaderMapping", mapping, {
      "EventSourceArn.Fn::GetAtt.0": "CrawlQueue",
      "FunctionName.Ref": "ArticleLoaderFunction",
      BatchSize: 1,
    }),
    ...differing("ArticleLoaderFunction", loader, {
      "ReservedConcurrentExecutions.Fn::If.1": runs,
    }),
    ...failing(
      [runs !== undefined, "ArticleLoaderMapping starts any number of loaders"],
      [visibility >= needed, `CrawlQueue hides a request for ${visibility} s, not ${needed} s`],
      [receives >= 5, `CrawlQueue gives up after ${receives} receives`],
    ),
  ];
};

/** A number that a function needs to know is the one that the queue has. */
export const numbersAgree: Rule = ({ Resources }) => {
  const queue = at(Resources, "PostQueue.Properties");
  const variables = "Properties.Environment.Variables";
  return [
    ...differing("BalancerFunction", Resources["BalancerFunction"], {
      [`${variables}.MESSAGE_VISIBILITY_TIMEOUT_SECONDS`]: String(at(queue, "VisibilityTimeout")),
    }),
    ...differing("DownloadWorkerFunction", Resources["DownloadWorkerFunction"], {
      [`${variables}.MAX_RECEIVE_COUNT`]: String(at(queue, "RedrivePolicy.maxReceiveCount")),
    }),
  ];
};

/** Lambda reports the end of every worker, whatever its outcome, to the queue that the balancer reads. */
export const endsAreReported: Rule = ({ Resources }) => [
  ...differing("DownloadWorkerInvocation", Resources["DownloadWorkerInvocation"], {
    "Properties.DestinationConfig.OnSuccess.Destination.Fn::GetAtt.0": "WorkerEndsQueue",
    "Properties.DestinationConfig.OnFailure.Destination.Fn::GetAtt.0": "WorkerEndsQueue",
  }),
  ...differing("BalancerFunction", Resources["BalancerFunction"], {
    "Properties.Environment.Variables.WORKER_ENDS_QUEUE_URL.Ref": "WorkerEndsQueue",
  }),
];

/** As many workers may run as the balancer starts: one parameter says both. */
export const workersHavePlaces: Rule = ({ Resources }) =>
  differing("the number of workers", Resources, {
    "BalancerFunction.Properties.Environment.Variables.MAX_CONCURRENT_DOWNLOADS.Ref":
      "MaxConcurrentDownloads",
    "DownloadWorkerFunction.Properties.ReservedConcurrentExecutions.Fn::If.1.Ref":
      "MaxConcurrentDownloads",
  });
