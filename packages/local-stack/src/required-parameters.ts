import { readFileSync } from "node:fs";

import { readTemplate } from "./template/read-template.ts";

/**
 * The names of a template's parameters that have no default.
 * @throws {TemplateError} when the file is no template that can be run.
 */
export function requiredParameters(templatePath: string): string[] {
  const { Parameters } = readTemplate(readFileSync(templatePath, "utf8"));
  return Object.entries(Parameters)
    .filter(([, { Default }]) => Default === undefined)
    .map(([name]) => name);
}
