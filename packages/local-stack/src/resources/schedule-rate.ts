import * as z from "zod/mini";

import { text } from "../template/property.ts";

const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** A property with a rate in EventBridge's words, such as `rate(5 minutes)`. */
export const rateExpression = text.check(
  z.refine(
    (value) => parseRate(value) !== undefined,
    "must be rate(<n> minute(s)|hour(s)|day(s)) to run locally",
  ),
);

/**
 * Milliseconds from one tick to the next; undefined for anything but a rate.
 * `rate(1 minutes)` is none: the unit is singular exactly after 1
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
 */
export function parseRate(expression: string): number | undefined {
  const match = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression);
  if (!match) return undefined;
  const [, count, unit = "", plural] = match;
  if ((count === "1") !== (plural === "")) return undefined;
  return Number(count) * (unitMs[unit] ?? 0);
}
