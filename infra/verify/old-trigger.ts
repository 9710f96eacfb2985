import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { parseTemplate } from "@reddit-crawler/local-stack/template/parse-template";

/** What brings crawl requests to the article-loader in templates from before the crawl queue. */
const oldResources = ["CrawlSubscription", "ArticleLoaderPermission", "ArticleLoaderInvocation"];
/** The poller of the crawl queue. */
const poller = "ArticleLoaderMapping";

/**
 * The template for the old article-loader, in `folder`: today's with the old way in. A zip knows the events that its own
 * template sends, and a rollback of the stage goes back to both. Undefined where today's template does.
 */
export async function templateForOldLoader(
  repository: string,
  oldFolder: string,
  folder: string,
): Promise<string | undefined> {
  const read = async (root: string) =>
    parseTemplate(await readFile(join(root, "infra", "template.yaml"), "utf8"));
  const [today, old] = [await read(repository), await read(oldFolder)];
  if (old.Resources[poller] || !today.Resources[poller]) return undefined;
  delete today.Resources[poller];
  for (const id of oldResources) {
    const resource = old.Resources[id];
    if (resource) today.Resources[id] = resource;
  }
  const variables = {
    ...Object(old.Resources["ArticleLoaderFunction"]?.Properties?.["Environment"]).Variables,
    ...Object(today.Resources["ArticleLoaderFunction"]?.Properties?.["Environment"]).Variables,
  };
  Object.assign(today.Resources["ArticleLoaderFunction"]?.Properties ?? {}, {
    Environment: { Variables: variables },
  });
  const path = join(folder, "template-for-old-loader.json");
  await writeFile(path, JSON.stringify(today));
  return path;
}
