import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { checkTemplate, type Template } from "./template.ts";

/** Where the template of the crawler's stack is. */
export const templateFile = new URL("../../../../infra/template.yaml", import.meta.url);
/** Where the template of the artifact bucket and the CI roles is. */
export const bootstrapFile = new URL("../../../../infra/bootstrap.yaml", import.meta.url);

/**
 * The template of the crawler's stack, or that of the file at `path`, in YAML or JSON. The command's build leaves the
 * first in JSON as well, which is read in a tenth of the time. @throws as `parseTemplate`.
 */
export async function loadTemplate(path?: string): Promise<Template> {
  const yaml = fileURLToPath(templateFile);
  const json = yaml.replace(/\.yaml$/, ".json");
  const file = path ?? (existsSync(json) ? json : yaml);
  const text = await readFile(file, "utf8");
  if (file.endsWith(".json")) return checkTemplate(JSON.parse(text));
  const { parseTemplate } = await import("./parse-template.ts");
  return parseTemplate(text);
}
