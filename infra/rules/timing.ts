import { at } from "@reddit-crawler/local-stack/template/template-parts";

import { failing, type Rule } from "./rule.ts";

/** Seconds. Chosen: the longest that the balancer keeps a message before Lambda has it, in the normal case. */
const balancerHoldSeconds = 2;
/** Seconds. Chosen: for the balancer's own retries, clocks that differ and a worker's last request. */
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

/** The queue is the only one to try again: Lambda's own retries would multiply with its redeliveries. */
export const theQueueAloneRetries: Rule = ({ Resources }) =>
  ["DownloadWorkerInvocation", "BalancerInvocation"].flatMap((id) =>
    failing(
      [at(Resources, `${id}.Properties.MaximumRetryAttempts`) === 0, `${id} tries again`],
      [
        at(Resources, `${id}.Properties.MaximumEventAgeInSeconds`) === 60,
        `${id} keeps an event for longer than 60 s`,
      ],
    ),
  );

/** A tick that was missed is replaced by the next one, and no two balancers run at once. */
export const ticksDoNotOverlap: Rule = ({ Resources }) => {
  const balancer = at(Resources, "BalancerFunction.Properties");
  const tick = at(Resources, "BalancerScheduleRule.Properties.Targets.0");
  return failing(
    [Number(at(balancer, "Timeout")) < 60, "BalancerFunction runs into the next tick at 60 s"],
    [at(tick, "RetryPolicy.MaximumRetryAttempts") === 0, "BalancerScheduleRule repeats a tick"],
    [
      at(balancer, "ReservedConcurrentExecutions.Fn::If.1") === 1,
      "BalancerFunction may run more than once at a time",
    ],
  );
};

/** Crawl requests wait hours for the one loader, and none is given up without a record. */
export const crawlRequestsWait: Rule = ({ Resources }) => {
  const loader = at(Resources, "ArticleLoaderFunction.Properties");
  const invocation = at(Resources, "ArticleLoaderInvocation.Properties");
  return failing(
    [
      at(loader, "ReservedConcurrentExecutions.Fn::If.1") === 1,
      "ArticleLoaderFunction may run more than once at a time",
    ],
    [
      at(invocation, "MaximumEventAgeInSeconds") === 21_600,
      "a crawl request waits for less than 6 h",
    ],
    [at(invocation, "MaximumRetryAttempts") === 2, "a failed listing is not tried twice again"],
    [
      at(invocation, "DestinationConfig.OnFailure.Destination") !== undefined,
      "a crawl request that was given up leaves no record",
    ],
  );
};

/** A number that a function needs to know is the one that the queue has. */
export const numbersAgree: Rule = ({ Resources }) => {
  const queue = at(Resources, "PostQueue.Properties");
  const variables = "Properties.Environment.Variables";
  return failing(
    [
      at(Resources, `BalancerFunction.${variables}.MESSAGE_VISIBILITY_TIMEOUT_SECONDS`) ===
        String(at(queue, "VisibilityTimeout")),
      "the balancer knows another visibility timeout than the queue has",
    ],
    [
      at(Resources, `DownloadWorkerFunction.${variables}.MAX_RECEIVE_COUNT`) ===
        String(at(queue, "RedrivePolicy.maxReceiveCount")),
      "the download-worker knows another receive count than the queue has",
    ],
  );
};

/** As many workers may run as the balancer starts. */
export const workersHavePlaces: Rule = ({ Resources }) => {
  const started = at(
    Resources,
    "BalancerFunction.Properties.Environment.Variables.MAX_CONCURRENT_DOWNLOADS.Ref",
  );
  const reserved = at(
    Resources,
    "DownloadWorkerFunction.Properties.ReservedConcurrentExecutions.Fn::If.1.Ref",
  );
  return failing([
    started !== undefined && started === reserved,
    `the balancer starts ${String(started)} workers, ${String(reserved)} may run`,
  ]);
};
