import * as z from "zod/mini";

import { described } from "../described.ts";
import { crawlFilterShape } from "../messages/crawl-filter.ts";
import { crawlSelectionShape } from "../messages/crawl-request.ts";
import { crawlIdSchema } from "../crawl-id.ts";
import { instantSchema } from "../identifiers.ts";
import { listingCountsSchema, listingFailureSchema } from "./listing.ts";

/**
 * What is known of a crawl's listing: `crawls/<crawl id>/crawl.json`, written by the api-endpoint once the request is
 * published, and by the article-loader when it starts, after each page and at the end.
 * `state` is `queued` (its `source` is what was asked for), `listing`, `listed` (every post was queued or recorded) or `failed` (see `failure`).
 * With `listedPerShard` the last two are over: the summary never changes again. `failed` without it and `listing` with a
 * `failure` mean that an attempt failed and another follows, after about one and then two minutes. When `updatedAt` stays
 * old, the request waits in the crawl queue or is in the loader's failure queue.
 * `source` is `oauth` (Reddit's API), `archive` (Arctic Shift), `feed` (the public Atom feed), `keyless` (the last two together) or
 * `file` (posts of a dump or download); `note` says what it does not know.
 */
export const crawlSummarySchema = z.object({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  ...crawlSelectionShape,
  ...crawlFilterShape,
  requestedAt: instantSchema,
  state: z.string(),
  source: z.string(),
  note: z.optional(z.string()),
  updatedAt: instantSchema,
  counts: listingCountsSchema,
  listedPerShard: z.optional(
    described(
      z.array(z.int().check(z.minimum(0))),
      "once the listing is over: how many entries each part of the tally will have",
    ),
  ),
  begunAt: z.optional(instantSchema.check(z.meta({ description: "when its listing began" }))),
  dataAsOf: z.optional(
    instantSchema.check(
      z.meta({
        description:
          "as of when its newest posts were read: now, or when the archive that made a file read them",
      }),
    ),
  ),
  coveredShare: z.optional(
    described(
      z.number().check(z.minimum(0), z.maximum(1)),
      "while listing: about how much of the listing is done, by posts, time or bytes",
      "share, 0..1",
    ),
  ),
  place: z.optional(
    described(
      z.int().check(z.minimum(1)),
      "while queued: about how many requests waited when it was posted, this one included",
      "requests",
    ),
  ),
  cutByReddit: z.optional(described(z.boolean(), "Reddit listed fewer posts than were asked for")),
  redditBudget: z.optional(
    described(
      z.number().check(z.minimum(0)),
      "while listing: what Reddit still grants in its present window",
      "requests",
    ),
  ),
  waiting: z.optional(
    described(
      z.object({
        reason: described(z.string(), "kebab-case: reddit-asks-to-wait, backoff, request-spacing"),
        until: instantSchema,
      }),
      "while listing: a wait of 10 s or more; over after `until`",
    ),
  ),
  failure: z.optional(listingFailureSchema),
  tries: z.optional(
    described(
      z.object({
        begun: described(
          z.record(z.string(), z.int().check(z.minimum(1))),
          "by the id of the message that asked for it; empty, since SQS counts them",
          "tries",
        ),
        listedPerShard: described(
          z.array(z.int().check(z.minimum(0))),
          "the most posts that one of them has listed, by part of the tally",
        ),
      }),
      "until the listing is over: what the loader's next try has to know",
    ),
  ),
});
export type CrawlSummary = z.infer<typeof crawlSummarySchema>;
