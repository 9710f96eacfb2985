import { readFileSync } from "node:fs";

import { at, referredId, resourcesOf } from "@reddit-crawler/local-stack/template/template-parts";

import { failing, type Rule } from "./rule.ts";

const runbook = readFileSync(new URL("../RUNBOOK.md", import.meta.url), "utf8");

/** Every alarm says what a user loses, and where to read what to do. */
export const alarmsSayWhatIsLost: Rule = (template) =>
  resourcesOf(template, "AWS::CloudWatch::Alarm").flatMap(([id, { Properties }]) => {
    const description = String(at(Properties, "AlarmDescription"));
    const [, impact, section] =
      /^Impact: (.+\.) Runbook: infra\/RUNBOOK\.md#([a-z]+)$/.exec(description) ?? [];
    const hasSection = runbook.split("\n").some((line) => line.toLowerCase() === `### ${section}`);
    return failing(
      [impact !== undefined, `${id} does not say what is lost`],
      [section === id.toLowerCase() && hasSection, `${id} has no runbook`],
    );
  });

/** Every alarm reaches somebody, and silence alone raises none but the one that waits for a sign of life. */
export const alarmsReachSomebody: Rule = (template) =>
  resourcesOf(template, "AWS::CloudWatch::Alarm").flatMap(([id, { Properties }]) => {
    const silence = id === "BalancerSilentAlarm" ? "breaching" : "notBreaching";
    return failing(
      [referredId(at(Properties, "AlarmActions.0")) === "AlarmTopic", `${id} notifies nobody`],
      [at(Properties, "TreatMissingData") === silence, `${id} misreads silence`],
    );
  });

/** What can go wrong with nothing in a failure queue is watched by its metric. */
export const failureModesAreWatched: Rule = (template) => {
  const watched = new Set(
    resourcesOf(template, "AWS::CloudWatch::Alarm").map(
      ([, { Properties }]) =>
        `${String(at(Properties, "MetricName"))} ${referredId(at(Properties, "Dimensions.0.Value"))}`,
    ),
  );
  return [
    "ApproximateAgeOfOldestMessage PostQueue",
    "5xx HttpApi",
    "Errors ArticleLoaderFunction",
    "DestinationDeliveryFailures ArticleLoaderFunction",
    "Errors BalancerFunction",
    "Invocations BalancerFunction",
    "Errors DownloadWorkerFunction",
    "Throttles DownloadWorkerFunction",
    "AsyncEventsDropped DownloadWorkerFunction",
    // One symptom, three causes, three people to call.
    "NetworkBlocked ArticleLoaderFunction",
    "CredentialsRefused ArticleLoaderFunction",
    "EmptyListings ArticleLoaderFunction",
  ].filter((metric) => !watched.has(metric));
};
