import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";
import { describe, expect, test } from "vitest";

import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { templateFile } from "@reddit-crawler/local-stack/template/template-files";
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
      (_, [, path, value]) => {
        const template = readTemplate(file);
        changeTemplate(template, path, value);
        expect(rule(template)).not.toEqual([]);
      },
    );
  });
}
