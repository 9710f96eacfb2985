import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parseTemplate, type Template } from "@reddit-crawler/local-stack/template/parse-template";

import { repositoryRoot } from "./repository.ts";

/** Writes infra/template.yaml as `change` leaves or replaces it to a file in `folder`. Returns the file's path. */
export function changedTemplate(
  folder: string,
  change: (template: Template) => Template | void,
): string {
  const template = parseTemplate(
    readFileSync(join(repositoryRoot, "infra", "template.yaml"), "utf8"),
  );
  const path = join(folder, "template.json");
  writeFileSync(path, JSON.stringify(change(template) ?? template));
  return path;
}
