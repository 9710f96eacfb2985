import { at } from "@reddit-crawler/local-stack/template/template-parts";

import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { dashboardShowsEveryPart, ownMetricsAreEmitted, widgetsHavePlaces } from "./dashboard.ts";
import { describeRule } from "./describe-rule.ts";

const body = "Resources.Dashboard.Properties.DashboardBody.Fn::Sub";
const written = String(at(readTemplate(), body));

describeRule("every part is on the dashboard", dashboardShowsEveryPart, [
  ["no dashboard", "Resources.Dashboard"],
  ["a dashboard that is no JSON", body, `${written},`],
  ["a queue that is not shown", body, written.replace("${PostDeadLetterQueue.QueueName}", "x")],
  ["a function that is not shown", body, written.replaceAll("${BalancerFunction}", "x")],
]);

describeRule("every widget has a place of its own", widgetsHavePlaces, [
  ["a widget on top of another", body, written.replace('"x": 12, "y": 0', '"x": 11, "y": 0')],
  ["a widget beyond the edge", body, written.replace('"x": 16, "y": 12', '"x": 18, "y": 12')],
]);

describeRule("our own metrics are written by the stage that is named", ownMetricsAreEmitted, [
  ["a metric that nobody writes", body, written.replace('"PostsQueued"', '"PostsQueueing"')],
  [
    "a metric of another stage",
    "Resources.NetworkBlockedAlarm.Properties.Dimensions.0.Value",
    { Ref: "BalancerFunction" },
  ],
  [
    "an alarm on every stack of the account",
    "Resources.NetworkBlockedAlarm.Properties.Dimensions.0",
    { Name: "service", Value: { Ref: "ArticleLoaderFunction" } },
  ],
  [
    "a widget on every stack of the account",
    body,
    written.replace('"FunctionName", "${BalancerFunction}"', '"FunctionName", "balancer"'),
  ],
  ["a misspelt alarm", "Resources.NetworkBlockedAlarm.Properties.MetricName", "NetworkBlock"],
  [
    "a misspelt metric of an expression",
    "Resources.EmptyListingsAlarm.Properties.Metrics.1.MetricStat.Metric.MetricName",
    "EmptyListing",
  ],
]);
