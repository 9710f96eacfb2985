import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import {
  crawlSummarySchema,
  postRecordSchema,
  type CrawlSummary,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** A crawl as an output folder keeps it. */
export interface KeptCrawl {
  summary: CrawlSummary;
  records: PostRecord[];
}

/** Every crawl below `<folder>/_crawls`, oldest first. What cannot be read as one is passed over: people keep folders for years. */
export async function readCrawls(folder: string): Promise<KeptCrawl[]> {
  const crawlsFolder = join(folder, "_crawls");
  const crawls: KeptCrawl[] = [];
  for (const crawlId of (await namesIn(crawlsFolder)).toSorted()) {
    const summary = await readAs(join(crawlsFolder, crawlId, "crawl.json"), crawlSummarySchema);
    if (!summary) continue;
    const postsFolder = join(crawlsFolder, crawlId, "posts");
    const names = (await namesIn(postsFolder)).filter((name) => name.endsWith(".json"));
    const records = await Promise.all(
      names.map((name) => readAs(join(postsFolder, name), postRecordSchema)),
    );
    crawls.push({
      summary,
      records: records
        .filter((record) => record !== undefined)
        .toSorted((a, b) => (a.decidedAt < b.decidedAt ? -1 : 1)),
    });
  }
  return crawls;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

async function readAs<Schema extends z.core.$ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  try {
    return z.safeParse(schema, JSON.parse(await readFile(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}
