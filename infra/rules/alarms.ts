import { readFileSync } from "node:fs";

import type { Template } from "@reddit-crawler/local-stack/template/template";
import {
  at,
  listOf,
  referredId,
  resourcesOf,
} from "@reddit-crawler/local-stack/template/template-parts";

import { differing, failing, type Rule } from "./rule.ts";

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

/** Every metric that an alarm reads: its own, or those that its expression names. Each costs as much as an alarm. */
export function alarmMetrics(template: Template): { alarm: string; metric: unknown }[] {
  return resourcesOf(template, "AWS::CloudWatch::Alarm").flatMap(([alarm, { Properties }]) => {
    const named = listOf(at(Properties, "Metrics")).map((one) => at(one, "MetricStat.Metric"));
    const metrics = at(Properties, "Metrics") === undefined ? [Properties] : named;
    return metrics.filter((metric) => metric !== undefined).map((metric) => ({ alarm, metric }));
  });
}

/** A single crawl that lists nothing is a result: somebody asked for a quiet subreddit. */
export const resultsRaiseNoAlarm: Rule = ({ Resources }) =>
  differing("EmptyListingsAlarm", Resources["EmptyListingsAlarm"], {
    "Properties.Metrics.0.Expression": "IF(empty >= 3 AND listed == 0, 1, 0)",
    "Properties.Metrics.1.MetricStat.Period": 3600,
    "Properties.Metrics.2.MetricStat.Metric.MetricName": "PostsListed",
  });

/** What can go wrong with nothing in a failure queue is watched by its metric. */
export const failureModesAreWatched: Rule = (template) => {
  const watched = new Set(
    alarmMetrics(template).map(
      ({ metric }) =>
        `${String(at(metric, "MetricName"))} ${referredId(at(metric, "Dimensions.0.Value"))}`,
    ),
  );
  return [
    "ApproximateAgeOfOldestMessage CrawlQueue",
    "ApproximateAgeOfOldestMessage PostQueue",
    "5xx HttpApi",
    "Errors ArticleLoaderFunction",
    "Errors BalancerFunction",
    "Invocations BalancerFunction",
    "Errors DownloadWorkerFunction",
    "Throttles DownloadWorkerFunction",
    "AsyncEventsDropped DownloadWorkerFunction",
    "DestinationDeliveryFailures DownloadWorkerFunction",
    // One symptom, three causes, three people to call.
    "NetworkBlocked ArticleLoaderFunction",
    "CredentialsRefused ArticleLoaderFunction",
    "EmptyListings ArticleLoaderFunction",
  ].filter((metric) => !watched.has(metric));
};
