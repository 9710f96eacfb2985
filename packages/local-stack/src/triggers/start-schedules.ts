import { randomUUID } from "node:crypto";

import type { LambdaFunction } from "../functions/lambda-function.ts";
import { eventsRule, parseRate, schedulerSchedule } from "../resources/schedules.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import { TemplateError } from "../template/template-error.ts";
import type { Wiring } from "../wiring.ts";

/** Who sends a tick, and where. */
interface ScheduleSource {
  arn: string;
  service: "events" | "scheduler";
  region: string;
  accountId: string;
}

interface Schedule {
  logicalId: string;
  enabled: boolean;
  expression: string;
  targetArn: string;
  input: string | undefined;
  source: Pick<ScheduleSource, "arn" | "service">;
}

/**
 * Starts every enabled rule and schedule. Returns how to stop each.
 * @throws {TemplateError} listing targets that are no function of the stack.
 */
export function startSchedules(stack: ResolvedStack, options: Wiring): (() => void)[] {
  const schedules = [...rules(stack), ...schedulerSchedules(stack)];
  const problems = schedules
    .filter(({ targetArn }) => !options.findFunction(targetArn))
    .map(({ logicalId, targetArn }) => `${logicalId}: the stack has no function ${targetArn}`);
  if (problems.length > 0) throw new TemplateError(problems);

  return schedules.flatMap(({ logicalId, enabled, expression, targetArn, input, source }) => {
    const target = options.findFunction(targetArn);
    const rateMs = parseRate(expression);
    if (!enabled || !target || rateMs === undefined) return [];
    // Scheduler invokes with a role of its own.
    if (
      source.service === "events" &&
      !options.mayInvoke(target, "events.amazonaws.com", source.arn)
    ) {
      options.onEvent({ type: "not-permitted", function: target.logicalId, source: logicalId });
      const line = `${logicalId}: no AWS::Lambda::Permission lets ${source.arn} invoke it; it will not run on schedule`;
      options.onLog({ function: target.logicalId, line });
      return [];
    }
    const { region, accountId } = options.site;
    const payload = () =>
      input ?? JSON.stringify(scheduleEvent({ ...source, region, accountId }, new Date()));
    return [startSchedule(target, rateMs / options.speedup, payload, options.warmed)];
  });
}

function rules(stack: ResolvedStack): Schedule[] {
  return stack.resourcesOf(eventsRule).flatMap(({ logicalId, identity, properties }) =>
    properties.Targets.map(({ Arn, Input }) => ({
      logicalId,
      enabled: properties.State === "ENABLED",
      expression: properties.ScheduleExpression,
      targetArn: Arn,
      input: Input,
      source: { arn: identity.attributes["Arn"] ?? "", service: "events" },
    })),
  );
}

function schedulerSchedules(stack: ResolvedStack): Schedule[] {
  return stack.resourcesOf(schedulerSchedule).map(({ logicalId, identity, properties }) => ({
    logicalId,
    enabled: properties.State === "ENABLED",
    expression: properties.ScheduleExpression,
    targetArn: properties.Target.Arn,
    input: properties.Target.Input,
    source: { arn: identity.attributes["Arn"] ?? "", service: "scheduler" },
  }));
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
function scheduleEvent({ arn, service, region, accountId }: ScheduleSource, now: Date): object {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": "Scheduled Event",
    source: `aws.${service}`,
    account: accountId,
    time: now.toISOString().replace(/\.\d+Z$/, "Z"),
    region,
    resources: [arn],
    // Scheduler sends it as text.
    detail: service === "events" ? {} : "{}",
  };
}
