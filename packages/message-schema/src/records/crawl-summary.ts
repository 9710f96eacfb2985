import * as z from "zod/mini";

import { crawlFilterShape } from "../messages/crawl-filter.ts";
import { crawlSelectionShape } from "../messages/crawl-request.ts";
import { crawlIdSchema } from "../crawl-id.ts";
import { instantSchema } from "../identifiers.ts";
import { listingCountsSchema, listingFailureSchema } from "./listing.ts";

/**
 * What is known of a crawl's listing: `crawls/<crawl id>/crawl.json`, written by the article-loader when it starts,
 * after each page and at the end.
 * `state` is `listing`, `listed` (every post was queued or recorded) or `failed` (see `failure`).
 * With `listedPerShard` the last two are over: the summary never changes again. `failed` without it and `listing` with a
 * `failure` mean that an attempt failed and Lambda starts another, after about one and then two minutes
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html). When `updatedAt` stays old, Lambda has
 * given up and the request is in the loader's failure queue.
 * `source` is `oauth` (Reddit's API) or `feed` (the public Atom feed, which knows less: see `note`).
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
    z.array(z.int().check(z.minimum(0))).register(z.globalRegistry, {
      description: "once the listing is over: how many entries each part of the tally will have",
    }),
  ),
  cutByReddit: z.optional(
    z
      .boolean()
      .register(z.globalRegistry, { description: "Reddit listed fewer posts than were asked for" }),
  ),
  redditBudget: z.optional(
    z.number().check(z.minimum(0)).register(z.globalRegistry, {
      description: "while listing: what Reddit still grants in its present window",
      unit: "requests",
    }),
  ),
  waiting: z.optional(
    z
      .object({
        reason: z.string().register(z.globalRegistry, {
          description: "kebab-case: reddit-asks-to-wait, backoff, request-spacing",
        }),
        until: instantSchema,
      })
      .register(z.globalRegistry, {
        description: "while listing: a wait of 10 s or more; over after `until`",
      }),
  ),
  failure: z.optional(listingFailureSchema),
  tries: z.optional(
    z
      .object({
        begun: z.record(z.string(), z.int().check(z.minimum(1))).register(z.globalRegistry, {
          description: "how often, by the id of the SNS message that asked for it",
          unit: "tries",
        }),
        listedPerShard: z.array(z.int().check(z.minimum(0))).register(z.globalRegistry, {
          description: "the most posts that one of them has listed, by part of the tally",
        }),
      })
      .register(z.globalRegistry, {
        description: "until the listing is over: what the loader's next try has to know",
      }),
  ),
});
export type CrawlSummary = z.infer<typeof crawlSummarySchema>;
