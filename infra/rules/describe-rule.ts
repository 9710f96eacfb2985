import { describe, expect, test } from "vitest";

import { readTemplate, templateFile, type Template } from "../template.ts";
import type { Rule } from "./rule.ts";

/** A change that breaks a rule: what it is, where, and the new value; without one the place is deleted. */
export type Breakage = readonly [what: string, path: string, value?: unknown];

/** Tests that the template in `file` keeps `rule`, and that the rule complains about each breakage. */
export function describeRule(
  promise: string,
  rule: Rule,
  breakages: readonly Breakage[],
  file = templateFile,
): void {
  describe(`the rule: ${promise}`, () => {
    test("holds for the template", () => {
      expect(rule(readTemplate(file))).toEqual([]);
    });
    test.each(breakages.map((breakage) => [breakage[0], breakage] as const))(
      "complains about %s",
      (_, breakage) => {
        expect(rule(broken(breakage, file))).not.toEqual([]);
      },
    );
  });
}

function broken([, path, value]: Breakage, file: URL): Template {
  const template = readTemplate(file);
  const names = path.split(".");
  const last = names.pop() ?? "";
  let place: object = template;
  for (const name of names) {
    const next: unknown = Reflect.get(place, name);
    if (typeof next !== "object" || next === null) throw new Error(`The template has no ${path}`);
    place = next;
  }
  if (value === undefined) Reflect.deleteProperty(place, last);
  else Reflect.set(place, last, value);
  return template;
}
