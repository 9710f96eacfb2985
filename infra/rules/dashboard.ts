import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Template } from "@reddit-crawler/local-stack/template/template";
import { at, referredId, resourcesOf } from "@reddit-crawler/local-stack/template/template-parts";

import { alarmMetrics } from "./alarms.ts";
import { failing, stageOf, type Rule } from "./rule.ts";

/** A metric of our own, its dimension, and the resource that this names: a function of the template, if all is well. */
interface OwnMetric {
  where: string;
  name: string;
  dimension: string;
  resource: string;
}

/** Every function and every queue is on the dashboard, which CloudWatch can read. */
export const dashboardShowsEveryPart: Rule = (template) => {
  const body = dashboardBody(template);
  const shown = new Set([...body.matchAll(/\$\{(\w+)/g)].map(([, id]) => id));
  return failing(
    [widgetsOf(body) !== undefined, "the dashboard is no JSON"],
    ...["AWS::Lambda::Function", "AWS::SQS::Queue", "AWS::ApiGatewayV2::Api"].flatMap((type) =>
      resourcesOf(template, type).map(([id]) => [shown.has(id), `${id} is not shown`] as const),
    ),
  );
};

/** Every widget has a place of its own in CloudWatch's 24 columns. */
export const widgetsHavePlaces: Rule = (template) => {
  const widgets = widgetsOf(dashboardBody(template)) ?? [];
  return widgets.flatMap((widget, i) => {
    const title = String(at(widget, "properties.title"));
    return failing(
      [place(widget).right <= 24, `${title} is wider than the dashboard`],
      [!widgets.slice(0, i).some((other) => overlap(other, widget)), `${title} hides another`],
    );
  });
};

/** Whatever alarms and dashboard read of our own metrics is written by the stage whose function they name: this stack's own. */
export const ownMetricsAreEmitted: Rule = (template) =>
  [...ownAlarmMetrics(template), ...dashboardMetrics(template)].flatMap(
    ({ where, name, dimension, resource }) =>
      failing(
        [
          dimension === "FunctionName" && resource.endsWith("Function"),
          `${where} reads ${name} of other stacks too`,
        ],
        [
          new RegExp(`\\b${name}\\b`).test(sourceOf(stageOf(resource))),
          `${where} reads ${name}, which ${resource} does not write`,
        ],
      ),
  );

function dashboardBody(template: Template): string {
  return String(at(template.Resources, "Dashboard.Properties.DashboardBody.Fn::Sub"));
}

function widgetsOf(body: string): unknown[] | undefined {
  try {
    const { widgets } = JSON.parse(body.replaceAll(/\$\{([\w:.]+)\}/g, "$1"));
    return widgets;
  } catch {
    return undefined;
  }
}

function place(widget: unknown) {
  const [x = 0, y = 0, width = 0, height = 0] = ["x", "y", "width", "height"].map((name) =>
    Number(at(widget, name)),
  );
  return { left: x, top: y, right: x + width, bottom: y + height };
}

function overlap(one: unknown, other: unknown): boolean {
  const [a, b] = [place(one), place(other)];
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function ownAlarmMetrics(template: Template): OwnMetric[] {
  return alarmMetrics(template)
    .filter(({ metric }) => at(metric, "Namespace") === "RedditCrawler")
    .map(({ alarm, metric }) => ({
      where: alarm,
      name: String(at(metric, "MetricName")),
      dimension: String(at(metric, "Dimensions.0.Name")),
      resource: String(referredId(at(metric, "Dimensions.0.Value"))),
    }));
}

/** `.` and `...` stand for what the metric before has at that place. */
function dashboardMetrics(template: Template): OwnMetric[] {
  return (widgetsOf(dashboardBody(template)) ?? []).flatMap((widget) => {
    let before: unknown[] = [];
    const found: OwnMetric[] = [];
    for (const metric of Object.values(Object(at(widget, "properties.metrics")))) {
      const parts = (Array.isArray(metric) ? metric : []).filter(
        (part) => typeof part === "string",
      );
      const full = parts[0] === "..." ? [...before.slice(0, -1), parts[1]] : parts;
      before = full.map((part, i) => (part === "." ? before[i] : part));
      const [namespace, name, dimension, resource] = before.map(String);
      if (namespace === "RedditCrawler" && name && dimension && resource)
        found.push({ where: "Dashboard", name, dimension, resource });
    }
    return found;
  });
}

const packages = fileURLToPath(new URL("../../packages", import.meta.url));
const sources = new Map<string, string>();

/** All that a stage runs, as text; its tests left out. Empty for a stage that is not there. */
function sourceOf(stage: string): string {
  const known = sources.get(stage);
  if (known !== undefined) return known;
  const source = globSync(join(packages, stage, "src/**/*.ts"))
    .filter((file) => !file.endsWith(".test.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  sources.set(stage, source);
  return source;
}
