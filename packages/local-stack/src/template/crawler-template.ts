import { readFileSync } from "node:fs";

import { parseTemplate, type Template } from "./parse-template.ts";

/** Where the template of the crawler's stack is. */
export const templateFile = new URL("../../../../infra/template.yaml", import.meta.url);
/** Where the template of the artifact bucket and the CI roles is. */
export const bootstrapFile = new URL("../../../../infra/bootstrap.yaml", import.meta.url);

const asWritten = new Map<URL, Template>();

/** A copy of the template in `file`, to be changed at will. */
export function readTemplate(file = templateFile): Template {
  const template = asWritten.get(file) ?? parseTemplate(readFileSync(file, "utf8"));
  asWritten.set(file, template);
  return structuredClone(template);
}
