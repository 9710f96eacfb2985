import type { Template } from "@reddit-crawler/local-stack/template/template";
import { at } from "@reddit-crawler/local-stack/template/template-parts";

/** Something that must hold for the template: it gives one complaint for each place where it does not. */
export type Rule = (template: Template) => string[];

/** The complaints of those checks that do not hold. */
export function failing(...checks: readonly (readonly [holds: boolean, complaint: string])[]) {
  return checks.filter(([holds]) => !holds).map(([, complaint]) => complaint);
}

/** A complaint for each path below `part`, which is called `where`, that has another value than the one named. */
export function differing(
  where: string,
  part: unknown,
  values: Readonly<Record<string, unknown>>,
): string[] {
  return Object.entries(values)
    .filter(([path, value]) => at(part, path) !== value)
    .map(([path, value]) => `${where}: ${path} is ${String(at(part, path))}, not ${String(value)}`);
}

/** The stage whose function has this logical id: `article-loader` of `ArticleLoaderFunction`. */
export function stageOf(functionId: string): string {
  return functionId
    .replace(/Function$/, "")
    .replaceAll(/(?<!^)[A-Z]/g, "-$&")
    .toLowerCase();
}
