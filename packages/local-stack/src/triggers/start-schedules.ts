import { randomUUID } from "node:crypto";

import type * as z from "zod/mini";

import type { LambdaFunction } from "../functions/lambda-function.ts";
import { eventsRule, parseRate } from "../resources/schedules.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import type { Resource } from "../template/resource-type.ts";
import { TemplateError } from "../template/template-error.ts";
import type { Wiring } from "../wiring.ts";

/**
 * Starts every enabled rule with a schedule. Returns how to stop each.
 * @throws {TemplateError} listing targets that are no function of the stack.
 */
export function startSchedules(stack: ResolvedStack, options: Wiring): (() => void)[] {
  const rules = stack.resourcesOf(eventsRule);
  const problems = rules.flatMap(({ logicalId, properties }) =>
    properties.Targets.filter(({ Arn }) => !options.findFunction(Arn)).map(
      ({ Arn }) => `${logicalId}: the stack has no function ${Arn}`,
    ),
  );
  if (problems.length > 0) throw new TemplateError(problems);
  return rules.flatMap((rule) =>
    rule.properties.Targets.flatMap((target) => startTarget(rule, target, options)),
  );
}

type Rule = Resource<z.output<typeof eventsRule.properties>>;

function startTarget(
  { logicalId, identity, properties }: Rule,
  { Arn, Input }: Rule["properties"]["Targets"][number],
  options: Wiring,
): (() => void)[] {
  const target = options.findFunction(Arn);
  const rateMs = parseRate(properties.ScheduleExpression);
  if (properties.State === "DISABLED" || !target || rateMs === undefined) return [];
  const arn = identity.attributes["Arn"] ?? "";
  if (!options.mayInvoke(target, "events.amazonaws.com", arn)) {
    options.onEvent({ type: "not-permitted", function: target.logicalId, source: logicalId });
    const line = `${logicalId}: no AWS::Lambda::Permission lets ${arn} invoke it; it will not run on schedule`;
    options.onLog({ function: target.logicalId, line });
    return [];
  }
  const payload = () => Input ?? JSON.stringify(scheduleEvent(arn, options.site, new Date()));
  return [startSchedule(target, rateMs / options.speedup, payload, options.warmed)];
}

/**
 * Invokes `target` every `intervalMs`, with what `payload` gives, and a first time once `warmed`: there is little to do
 * before, and its process would take the cores from those that are wanted first. Returns how to stop.
 * A tick is left out while an earlier event waits or is worked on: sped-up time would else pile up ticks in front of a
 * function that takes as long as ever, or start a process for each.
 */
export function startSchedule(
  target: Pick<LambdaFunction, "invokeAsync" | "waiting" | "isBusy">,
  intervalMs: number,
  payload: () => string,
  warmed: Promise<unknown>,
): () => void {
  let stopped = false;
  let ticks = 0;
  const tick = () => {
    ticks += 1;
    if (target.waiting() === 0 && !target.isBusy()) target.invokeAsync(payload());
  };
  const timer = setInterval(tick, intervalMs);
  const tickFirst = () => {
    if (ticks === 0 && !stopped) tick();
  };
  warmed.then(tickFirst, tickFirst);
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}

/**
 * What a function gets for a tick whose target names no input
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html).
 */
function scheduleEvent(arn: string, { region, accountId }: Wiring["site"], now: Date): object {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: accountId,
    time: now.toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources: [arn],
    detail: {},
  };
}
