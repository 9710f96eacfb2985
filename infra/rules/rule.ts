import type { Template } from "@reddit-crawler/local-stack/template/parse-template";

/** Something that must hold for the template: it gives one complaint for each place where it does not. */
export type Rule = (template: Template) => string[];

/** The complaints of those checks that do not hold. */
export function failing(...checks: readonly (readonly [holds: boolean, complaint: string])[]) {
  return checks.filter(([holds]) => !holds).map(([, complaint]) => complaint);
}
