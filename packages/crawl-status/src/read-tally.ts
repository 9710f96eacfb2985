import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import {
  crawlTallyKey,
  crawlTallySchema,
  tallyShards,
  type CrawlTally,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

/** Every shard of a crawl's tally, in `tallyShards` reads whatever the number of posts. */
export async function readTally(
  crawlId: string,
  objects: Pick<JsonObjects, "read">,
): Promise<CrawlTally["posts"][]> {
  return Promise.all(
    Array.from({ length: tallyShards }, async (_, shard) =>
      parseTally((await objects.read(crawlTallyKey(crawlId, shard)))?.text),
    ),
  );
}

/** The posts of one shard. @throws {ZodError} when the object is no tally: somebody else wrote it. */
export function parseTally(text: string | undefined): CrawlTally["posts"] {
  return text === undefined ? {} : z.parse(crawlTallySchema, JSON.parse(text)).posts;
}
