import * as z from "zod/mini";

import { noEffect, text, withDefault } from "../template/property.ts";
import type { ResourceType } from "../template/resource-type.ts";
import { rateExpression } from "./schedule-rate.ts";

const properties = z.strictObject({
  Name: z.optional(text),
  ScheduleExpression: rateExpression,
  State: withDefault(z.enum(["ENABLED", "DISABLED"]), "ENABLED"),
  Targets: withDefault(
    z.array(
      // Nothing between a rule and Lambda fails here, so that its retries never begin.
      z.strictObject({ Id: text, Arn: text, Input: z.optional(text), RetryPolicy: noEffect }),
    ),
    [],
  ),
  Description: noEffect,
  Tags: noEffect,
});

/** A rule of EventBridge with a schedule. */
export const eventsRule: ResourceType<z.output<typeof properties>> = {
  type: "AWS::Events::Rule",
  nameProperty: "Name",
  properties,
  identify: (name, { region, accountId }) => ({
    ref: name,
    attributes: { Arn: `arn:aws:events:${region}:${accountId}:rule/${name}` },
  }),
};
