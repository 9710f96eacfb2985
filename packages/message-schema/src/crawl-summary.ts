import * as z from "zod/mini";

import { crawlSelectionShape } from "./crawl-request.ts";
import { crawlIdSchema, instantSchema } from "./identifiers.ts";

const count = z.int().check(z.minimum(0));

/**
 * What is known of a crawl's listing: `crawls/<crawl id>/crawl.json`, written by the article-loader when it starts,
 * after each page and at the end.
 * `state` is `listing`, `listed` (every post was queued or recorded) or `failed` (see `failure`).
 * `source` is `oauth` (Reddit's API) or `feed` (the public Atom feed, which knows less: see `note`).
 */
export const crawlSummarySchema = z.object({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  ...crawlSelectionShape,
  requestedAt: instantSchema,
  state: z.string(),
  source: z.string(),
  note: z.optional(z.string()),
  updatedAt: instantSchema,
  counts: z.object({
    pages: count,
    listed: count.check(z.meta({ description: "posts on the listing, each counted once" })),
    queued: count.check(z.meta({ description: "posts sent to the download stage" })),
    withoutPictures: count.check(
      z.meta({ description: "posts recorded with a reason and not sent" }),
    ),
    picturesLinked: count,
  }),
  cutByReddit: z.optional(
    z.boolean().check(z.meta({ description: "Reddit listed fewer posts than were asked for" })),
  ),
  failure: z.optional(
    z.object({
      code: z
        .string()
        .check(z.meta({ description: "kebab-case: subreddit-private, credentials-refused …" })),
      message: z.string().check(z.meta({ description: "what it is and what to do" })),
    }),
  ),
});
export type CrawlSummary = z.infer<typeof crawlSummarySchema>;
