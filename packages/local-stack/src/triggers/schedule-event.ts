import { randomUUID } from "node:crypto";

/** Who sends a tick, and where. */
export interface ScheduleSource {
  arn: string;
  service: "events" | "scheduler";
  region: string;
  accountId: string;
}

/**
 * What a function gets for a tick whose target names no input
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-run-lambda-schedule.html).
 */
export function scheduleEvent(
  { arn, service, region, accountId }: ScheduleSource,
  now: Date,
): object {
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
