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

/** A tick that was missed is replaced by the next one, and no two balancers run at once. */
export const ticksDoNotOverlap: Rule = ({ Resources }) => {
  const balancer = at(Resources, "BalancerFunction.Properties");
  return [
    ...failing([Number(at(balancer, "Timeout")) < 60, "BalancerFunction runs into the next tick"]),
    ...differing("BalancerFunction", balancer, { "ReservedConcurrentExecutions.Fn::If.1": 1 }),
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

/** As many workers may run as the balancer starts: one parameter says both. */
export const workersHavePlaces: Rule = ({ Resources }) =>
  differing("the number of workers", Resources, {
    "BalancerFunction.Properties.Environment.Variables.MAX_CONCURRENT_DOWNLOADS.Ref":
      "MaxConcurrentDownloads",
    "DownloadWorkerFunction.Properties.ReservedConcurrentExecutions.Fn::If.1.Ref":
      "MaxConcurrentDownloads",
  });
