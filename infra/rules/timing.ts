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

/** Crawl requests wait hours for the one loader, and none is given up without a record. */
export const crawlRequestsWait: Rule = ({ Resources }) => [
  ...differing("ArticleLoaderFunction", Resources["ArticleLoaderFunction"], {
    "Properties.ReservedConcurrentExecutions.Fn::If.1": 1,
  }),
  ...differing("ArticleLoaderInvocation", at(Resources, "ArticleLoaderInvocation.Properties"), {
    MaximumEventAgeInSeconds: 21_600,
    MaximumRetryAttempts: 2,
    "DestinationConfig.OnFailure.Destination.Fn::GetAtt.0": "ArticleLoaderFailureQueue",
  }),
];

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
