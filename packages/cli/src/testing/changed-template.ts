import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import type { Template } from "@reddit-crawler/local-stack/template/template";

/** Writes infra/template.yaml as `change` leaves or replaces it to a file in `folder`. Returns the file's path. */
export function changedTemplate(
  folder: string,
  change: (template: Template) => Template | void,
): string {
  const template = readTemplate();
  const path = join(folder, "template.json");
  writeFileSync(path, JSON.stringify(change(template) ?? template));
  return path;
}
