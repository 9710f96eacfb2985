import * as z from "zod/mini";

import { described } from "../described.ts";
import { crawlSelectionShape } from "./crawl-request.ts";
import { crawlIdSchema } from "../crawl-id.ts";
import { instantSchema } from "../identifiers.ts";
import { listingFailureSchema } from "../records/listing.ts";

const count = z.int().check(z.minimum(0));

/**
 * article-loader or download-worker -> SNS: this crawl is over. The same object is kept as
 * `crawls/<crawl id>/finished.json`, which marks that it was sent. It may come twice: read `crawlId`.
 * Read `state` first. `finished`, also where it is missing or unknown to its reader: every post is decided or given up.
 * `failed`: Reddit's listing could not be read to its end (see `failure`), and the counts are those of the posts that it had
 * named until then. The SNS message says the same in its attribute `state`, so that a subscription's filter policy
 * (`{"state": ["finished"]}`) leaves failed crawls out.
 */
export const crawlFinishedSchema = z.object({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  ...crawlSelectionShape,
  state: z.optional(described(z.string(), "read it first: finished (where missing), failed")),
  failure: z.optional(listingFailureSchema),
  requestedAt: instantSchema,
  finishedAt: instantSchema,
  posts: count,
  postsGivenUp: count.check(z.meta({ description: "in the dead-letter queue" })),
  picturesStored: count.check(z.meta({ description: "put by this crawl" })),
  picturesAlreadyStored: count.check(z.meta({ description: "put by an earlier crawl" })),
  bytes: count,
  reasons: z.record(z.string(), count),
});
export type CrawlFinished = z.infer<typeof crawlFinishedSchema>;
