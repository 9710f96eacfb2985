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

/** Chosen: enough to keep a disk busy, and far from any limit of open files. */
const filesAtOnce = 32;

/**
 * Every crawl below `<folder>/_crawls`, oldest first. What is no crawl or record is passed over: people keep folders for years.
 * @throws the system's error when a file is there and cannot be read: a post that is not shown must not look like none.
 */
export async function readCrawls(folder: string): Promise<KeptCrawl[]> {
  const crawlsFolder = join(folder, "_crawls");
  const crawls: KeptCrawl[] = [];
  for (const crawlId of (await namesIn(crawlsFolder)).toSorted()) {
    const summary = await readAs(join(crawlsFolder, crawlId, "crawl.json"), crawlSummarySchema);
    if (!summary) continue;
    const postsFolder = join(crawlsFolder, crawlId, "posts");
    const names = (await namesIn(postsFolder)).filter((name) => name.endsWith(".json"));
    const records: (PostRecord | undefined)[] = [];
    for (let at = 0; at < names.length; at += filesAtOnce)
      records.push(
        ...(await Promise.all(
          names
            .slice(at, at + filesAtOnce)
            .map((name) => readAs(join(postsFolder, name), postRecordSchema)),
        )),
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
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function readAs<Schema extends z.core.$ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  try {
    return z.safeParse(schema, JSON.parse(await readFile(file, "utf8"))).data;
  } catch (error) {
    if (isAbsent(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether there is no such file, also since what should be its folder is one. */
function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ENOTDIR";
}
