import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import {
  crawlSummarySchema,
  postRecordSchema,
  type CrawlSummary,
  type PostRecord,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { crawlsFolder } from "./folder-layout.ts";

/** A crawl as an output folder keeps it. */
export interface KeptCrawl {
  summary: CrawlSummary;
  records: PostRecord[];
}

/** Enough to keep a disk busy, and far from any limit of open files. */
const filesAtOnce = 32;

/**
 * Every crawl below `<folder>/_crawls`, oldest first. What is no crawl or record is passed over: people keep folders for years.
 * @throws the system's error when a file is there and cannot be read: a post that is not shown must not look like none.
 */
export async function readCrawls(folder: string): Promise<KeptCrawl[]> {
  const crawls: KeptCrawl[] = [];
  for (const crawlId of (await namesIn(join(folder, crawlsFolder))).toSorted()) {
    const crawl = join(folder, crawlsFolder, crawlId);
    const summary = await readAs(join(crawl, "crawl.json"), crawlSummarySchema);
    if (!summary) continue;
    const names = (await namesIn(join(crawl, "posts"))).filter((name) => name.endsWith(".json"));
    const records: PostRecord[] = [];
    await inParallel(filesAtOnce, names, async (name) => {
      const record = await readAs(join(crawl, "posts", name), postRecordSchema);
      if (record) records.push(record);
    });
    const place = ({ decidedAt, post }: PostRecord) => `${decidedAt} ${post.id}`;
    records.sort((a, b) => (place(a) < place(b) ? -1 : 1));
    crawls.push({ summary, records });
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

/**
 * The JSON in `file` as `schema` has it; undefined when there is no such file or it holds something else.
 * @throws the system's error when the file is there and cannot be read.
 */
export async function readAs<Schema extends z.core.$ZodType>(
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
