import * as z from "zod/mini";

import { noEffect, text, withDefault } from "../template/property.ts";
import { arn, resourceType } from "../template/resource-type.ts";

/** A property with a rate in EventBridge's words, such as `rate(5 minutes)`. */
const rateExpression = text.check(
  z.refine(
    (value) => parseRate(value) !== undefined,
    "must be rate(<n> minute(s)|hour(s)|day(s)) to run locally",
  ),
);

/** A rule of EventBridge with a schedule. */
export const eventsRule = resourceType({
  type: "AWS::Events::Rule",
  nameProperty: "Name",
  properties: z.strictObject({
    Name: z.optional(text),
    ScheduleExpression: rateExpression,
    State: withDefault(z.enum(["ENABLED", "DISABLED"]), "ENABLED"),
    Targets: withDefault(
      z.array(
        // Nothing between a rule and Lambda fails here, so that its retries never begin.
        z.strictObject({
          Id: text,
          Arn: text,
          Input: z.optional(text),
          ...noEffect("RetryPolicy"),
        }),
      ),
      [],
    ),
    ...noEffect("Description", "Tags"),
  }),
  identify: (name, site) => ({
    ref: name,
    attributes: { Arn: arn(site, "events", `rule/${name}`) },
  }),
});

const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * Milliseconds from one tick to the next; undefined for anything but a rate.
 * `rate(1 minutes)` is none: the unit is singular exactly after 1
 * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html).
 */
export function parseRate(expression: string): number | undefined {
  const match = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression);
  if (!match) return undefined;
  const [, count, unit = "", plural] = match;
  if ((count === "1") !== (plural === "")) return undefined;
  return Number(count) * (unitMs[unit] ?? 0);
}
