import * as z from "zod/mini";

import { described } from "../described.ts";
import { crawlFilterShape, type CrawlFilter } from "./crawl-filter.ts";
import { crawlIdSchema } from "../crawl-id.ts";
import {
  instantSchema,
  postFullnameSchema,
  postIdSchema,
  subredditsSchema,
  traceIdSchema,
} from "../identifiers.ts";
import { listingCountsSchema } from "../records/listing.ts";

/** Reddit's orders of a listing (https://www.reddit.com/dev/api/#listings). */
export const sortMethods = ["top", "hot", "new", "rising", "controversial"] as const;
/** Reddit's periods (`t`), which count for `top` and `controversial` only. */
export const timeFilters = ["hour", "day", "week", "month", "year", "all"] as const;
/** The most posts that one crawl may ask for: Reddit itself lists no more than about 1,000 of one order and period. */
export const maxPostsPerCrawl = 1000;
/** The most continuations of one crawl: 10 pages of 100 posts are all that Reddit lists, and Lambda stops a loop after about 16. */
export const maxContinuationHops = 10;

/** Which posts a crawl covers, as the HTTP API and the crawl request both say it. */
export const crawlSelectionShape = {
  subreddit: subredditsSchema,
  sortMethod: z.enum(sortMethods),
  timeFilter: z.enum(timeFilters),
  limit: described(
    z.int().check(z.minimum(1), z.maximum(maxPostsPerCrawl)),
    "posts, 1..1000",
    "posts",
  ),
};

/** Which posts a caller wants crawled, and what of them. */
export type CrawlSelection = z.infer<z.ZodMiniObject<typeof crawlSelectionShape>> & CrawlFilter;

/**
 * api-endpoint -> SNS -> article-loader: load this crawl's listing.
 * The article-loader publishes it again with a `continuation` when its time runs short.
 */
export const crawlRequestSchema = z.object({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  ...crawlSelectionShape,
  ...crawlFilterShape,
  requestedAt: instantSchema,
  traceId: z.optional(traceIdSchema.check(z.meta({ description: "X-Ray's, for the logs" }))),
  continuation: z.optional(
    z.object({
      after: postFullnameSchema.check(
        z.meta({ description: "Reddit's `after`: the listing goes on behind this post" }),
      ),
      hop: described(
        z.int().check(z.minimum(1), z.maximum(maxContinuationHops)),
        "how many continuations this crawl has had, this one included",
        "continuations",
      ),
      listedPostIds: z.array(postIdSchema).check(z.maxLength(maxPostsPerCrawl)),
      counts: z.optional(listingCountsSchema),
    }),
  ),
});
export type CrawlRequest = z.infer<typeof crawlRequestSchema>;
