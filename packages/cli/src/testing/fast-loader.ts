import { pathToFileURL } from "node:url";
import { join } from "node:path";

import type { Template } from "@reddit-crawler/local-stack/template/template";
import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";

const clock = pathToFileURL(join(import.meta.dirname, "fast-clock.mjs"));

/**
 * Lets the clock of the template's article-loader run `speed` times as fast as the machine's: it waits for Reddit, the
 * archive and its own patience a fraction of the time. What others measure of its waits is to be multiplied by `speed`.
 */
export function speedUpLoader(template: Template, speed: number): void {
  const variables = "Resources.ArticleLoaderFunction.Properties.Environment.Variables";
  changeTemplate(template, `${variables}.NODE_OPTIONS`, `--import=${clock.href}`);
  changeTemplate(template, `${variables}.FAST_CLOCK_SPEED`, String(speed));
  changeTemplate(template, `${variables}.FAST_CLOCK_SINCE`, String(Date.now()));
}
