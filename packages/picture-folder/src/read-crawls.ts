import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import {
  crawlIdSchema,
  crawlSummarySchema,
  postRecordSchema,
  type CrawlSummary,
  type PostRecord,
} from "@reddit-crawler/message-schema";

import { crawlsFolder } from "./folder-layout.ts";
import { readGivenUp, type GivenUpPost } from "./given-up-posts.ts";
import { isAbsent, readAs } from "./read-json.ts";

/** A crawl as an output folder keeps it. */
export interface KeptCrawl {
  summary: CrawlSummary;
  records: PostRecord[];
  /** Posts that were given up and have no record. */
  givenUp: GivenUpPost[];
}

/** Enough to keep a disk busy, and far from any limit of open files. */
const filesAtOnce = 32;

/** Which crawls of a folder are read; all where nothing is said. */
export interface CrawlChoice {
  /** The crawl with this id alone. */
  only?: string;
  /** So many, the newest ones. */
  most?: number;
}

/**
 * The crawls below `<folder>/_crawls`, oldest first, and no record of any other. What is no crawl or record is passed over: people keep folders for years.
 * @throws the system's error when a file is there and cannot be read: a post that is not shown must not look like none.
 */
export async function readCrawls(
  folder: string,
  { only, most = Infinity }: CrawlChoice = {},
): Promise<KeptCrawl[]> {
  const crawls: KeptCrawl[] = [];
  const all = await crawlIds(folder);
  for (const crawlId of only === undefined ? all : all.filter((name) => name === only)) {
    if (crawls.length >= most) break;
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
    const decided = new Set(records.map(({ post }) => post.id));
    const givenUp = (await readGivenUp(folder, crawlId)).filter(
      ({ postId }) => !decided.has(postId),
    );
    crawls.push({ summary, records, givenUp });
  }
  return crawls.toReversed();
}

/** The ids of the crawls below `<folder>/_crawls`, newest first. Nothing is read of them. */
export async function crawlIds(folder: string): Promise<string[]> {
  const names = await namesIn(join(folder, crawlsFolder));
  return names
    .filter((name) => crawlIdSchema.safeParse(name).success)
    .toSorted()
    .toReversed();
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}
