import * as z from "zod/mini";

import { noEffect, text, withDefault } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";
import { rateExpression } from "./schedule-rate.ts";

const properties = z.strictObject({
  Name: z.optional(text),
  ScheduleExpression: rateExpression,
  State: withDefault(z.enum(["ENABLED", "DISABLED"]), "ENABLED"),
  FlexibleTimeWindow: z.strictObject({ Mode: z.literal("OFF") }),
  Target: z.strictObject({
    Arn: text,
    RoleArn: text,
    Input: z.optional(
      text.check(
        z.refine(
          (input) => !input.includes("<aws.scheduler."),
          "must hold no <aws.scheduler.…> to run locally",
        ),
      ),
    ),
    // Nothing between a schedule and Lambda fails here.
    RetryPolicy: noEffect,
    DeadLetterConfig: noEffect,
  }),
  // A rate is the same everywhere.
  ScheduleExpressionTimezone: noEffect,
  KmsKeyArn: noEffect,
  Description: noEffect,
});

/** A schedule of EventBridge Scheduler, which invokes with its own role and needs no permission. */
export const schedulerSchedule: ResourceType<z.output<typeof properties>> = {
  type: "AWS::Scheduler::Schedule",
  nameProperty: "Name",
  properties,
  identify: (name, { region, accountId }) => ({
    ref: name,
    attributes: { Arn: `arn:aws:scheduler:${region}:${accountId}:schedule/default/${name}` },
  }),
};
