import { readFileSync } from "node:fs";

import { parseTemplate } from "./parse-template.ts";
import { templateFile } from "./template-files.ts";
import type { Template } from "./template.ts";

const asWritten = new Map<URL, Template>();

/** A copy of the template in `file`, to be changed at will. */
export function readTemplate(file = templateFile): Template {
  const template = asWritten.get(file) ?? parseTemplate(readFileSync(file, "utf8"));
  asWritten.set(file, template);
  return structuredClone(template);
}
