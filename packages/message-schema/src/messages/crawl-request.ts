import * as z from "zod/mini";

import { described } from "../described.ts";
import { crawlFilterShape, type CrawlFilter } from "./crawl-filter.ts";
import { crawlIdSchema } from "../crawl-id.ts";
import {
  importKeySchema,
  instantSchema,
  postFullnameSchema,
  postIdSchema,
  sharePathSchema,
  subredditsSchema,
  traceIdSchema,
  userNameSchema,
} from "../identifiers.ts";
import { listingCountsSchema } from "../records/listing.ts";

/** Reddit's orders of a listing (https://www.reddit.com/dev/api/#listings). */
export const sortMethods = ["top", "hot", "new", "rising", "controversial"] as const;
/** Reddit's periods (`t`), which count for `top` and `controversial` only. */
export const timeFilters = ["hour", "day", "week", "month", "year", "all"] as const;
/** The most posts that one crawl may ask of Reddit, which lists no more than about 1,000 of one order and period. */
export const maxPostsPerCrawl = 1000;
/** The most posts that one crawl may ask of the archive or a file: chosen, about an hour of the archive's requests. */
export const maxArchivedPostsPerCrawl = 100_000;
/** Where the count of a crawl's continuations ends; the crawl goes on. */
export const maxContinuationHops = 10;
/** The ways to a listing that a deployment may choose for crawls that name none. Without a choice it is the first. */
export const listingSources = ["auto", "api", "keyless", "archive", "feed"] as const;
/** The ways to a listing that a caller may choose. */
export const crawlSources = [...listingSources, "file"] as const;

/** Whose posts a crawl reads: see `crawlTarget`. The last three came later, so that `subreddit` is always there. */
const crawlTargetShape = {
  subreddit: subredditsSchema,
  user: z.optional(
    userNameSchema.check(
      z.meta({
        description:
          "all that this user posted, wherever; `subreddit` is then the user's profile, for who does not know this field",
      }),
    ),
  ),
  postId: z.optional(
    postIdSchema.check(
      z.meta({
        description:
          "this post alone; `subreddit` is then where its address says that it is, else `all`",
      }),
    ),
  ),
  sharePath: z.optional(
    sharePathSchema.check(
      z.meta({ description: "the one post that this share link leads to, which the loader asks" }),
    ),
  ),
};
/** The fields of `crawlTarget`. */
export type CrawlTargetFields = z.infer<z.ZodMiniObject<typeof crawlTargetShape>>;

/** Which posts a crawl covers, as the HTTP API and the crawl request both say it. */
export const crawlSelectionShape = {
  ...crawlTargetShape,
  sortMethod: z.enum(sortMethods),
  timeFilter: z.enum(timeFilters),
  limit: described(
    z.int().check(z.minimum(1), z.maximum(maxArchivedPostsPerCrawl)),
    "posts, 1..1000; 1..100000 from the archive or a file",
    "posts",
  ),
};

const sourceShape = {
  source: z.optional(
    described(
      z.enum(crawlSources),
      "the way to the listing: Reddit's api, the archive (Arctic Shift), the public feed; keyless: the feed's order with the archive's posts; file: the posts of importKey; auto: what the deployment says, else api where there are credentials, else keyless",
    ),
  ),
  importKey: z.optional(
    importKeySchema.check(
      z.meta({
        description:
          "with the source file: the object that has the posts, one JSON object in each line and each post once",
      }),
    ),
  ),
};

/** Which posts a caller wants crawled, and what of them. */
export type CrawlSelection = z.infer<z.ZodMiniObject<typeof crawlSelectionShape>> &
  z.infer<z.ZodMiniObject<typeof sourceShape>> &
  CrawlFilter;

/**
 * api-endpoint -> SNS -> SQS -> article-loader: load this crawl's listing.
 * The article-loader sends it to the queue again with a `continuation` when other crawls wait, or its time runs short.
 */
export const crawlRequestSchema = z.object({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  ...crawlSelectionShape,
  ...crawlFilterShape,
  ...sourceShape,
  requestedAt: instantSchema,
  traceId: z.optional(traceIdSchema.check(z.meta({ description: "X-Ray's, for the logs" }))),
  deferred: z.optional(
    described(
      z.int().check(z.minimum(1)),
      "how often in a row the loader has put the request off without a page, because it had to wait",
    ),
  ),
  deferredFor: z.optional(
    described(z.string(), "the code of the error that the loader put the request off for last"),
  ),
  attemptedBefore: z.optional(
    z.boolean().check(
      z.meta({
        description:
          "whether an attempt before this message may have sent or recorded some of the posts that come next",
      }),
    ),
  ),
  continuation: z.optional(
    z.object({
      after: postFullnameSchema.check(
        z.meta({ description: "Reddit's `after`: the listing goes on behind this post" }),
      ),
      hop: described(
        z.int().check(z.minimum(1), z.maximum(maxContinuationHops)),
        "how many continuations this crawl has had, this one included; the count ends at its maximum",
        "continuations",
      ),
      listedPostIds: z
        .array(postIdSchema)
        .check(
          z.maxLength(maxPostsPerCrawl),
          z.meta({ description: "the posts that were listed last, all where they are not more" }),
        ),
      counts: z.optional(listingCountsSchema),
      listedPerShard: z.optional(
        described(
          z.array(z.int().check(z.minimum(0))),
          "how many posts were listed, by part of the tally, where `listedPostIds` has not all",
        ),
      ),
      cursor: z.optional(
        described(
          z.string().check(z.maxLength(100_000)),
          "where a source goes on that does not go by `after`; only the article-loader reads it",
        ),
      ),
    }),
  ),
});
export type CrawlRequest = z.infer<typeof crawlRequestSchema>;
