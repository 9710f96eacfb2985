import { updateObject, type UpdateWorld } from "@reddit-crawler/bucket/update-object";
import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import {
  crawlIndexKey,
  crawlSummaryKey,
  crawlSummarySchema,
  postRecordKey,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { CrawlRecords } from "../load-listing.ts";

/** Chosen: a summary has two writers at once only where a request runs twice, or a wait is reported beside a page. */
const mostSummaryAttempts = 6;

/** Keeps summaries and outcome records in a bucket. */
export function createCrawlRecords(world: UpdateWorld & { objects: JsonObjects }): CrawlRecords {
  const { objects } = world;
  return {
    saveSummary: (crawlId, next) =>
      updateObject(crawlSummaryKey(crawlId), world, mostSummaryAttempts, (text) => {
        const former =
          text === undefined ? undefined : z.parse(crawlSummarySchema, JSON.parse(text));
        const value = next(former);
        return { value, ...(value !== former && { text: JSON.stringify(value) }) };
      }),
    indexCrawl: (request) => objects.put(crawlIndexKey(request.crawlId), JSON.stringify(request)),
    recordPost: async (record) => {
      await objects.putOnce(postRecordKey(record.crawlId, record.post.id), JSON.stringify(record));
    },
  };
}
