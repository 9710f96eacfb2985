import {
  crawlSummaryKey,
  crawlSummarySchema,
  type CrawlSummary,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { CrawlArchive } from "./crawl-archive.ts";

/** A crawl's summary; undefined until its listing has begun. */
export async function readSummary(
  crawlId: string,
  archive: Pick<CrawlArchive, "read">,
): Promise<CrawlSummary | undefined> {
  const text = await archive.read(crawlSummaryKey(crawlId));
  return text === undefined ? undefined : z.parse(crawlSummarySchema, JSON.parse(text));
}
