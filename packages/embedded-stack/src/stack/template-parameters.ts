import { readFileSync } from "node:fs";

import { readTemplate } from "./template/read-template.ts";

/** The names of a template's parameters. @throws {TemplateError} when the file is no template that can be run. */
export function templateParameters(templatePath: string): string[] {
  return Object.keys(readTemplate(readFileSync(templatePath, "utf8")).Parameters);
}
