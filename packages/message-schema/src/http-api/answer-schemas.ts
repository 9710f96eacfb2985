import * as z from "zod/mini";

import { described } from "../described.ts";
import { crawlIdSchema } from "../crawl-id.ts";
import { instantSchema, postIdSchema } from "../identifiers.ts";
import { sortMethods, timeFilters } from "../messages/crawl-request.ts";
import { filterInputShape } from "./filter-input.ts";

const count = z.int().check(z.minimum(0));
const counts = z.record(z.string(), count);
const url = z.string().register(z.globalRegistry, { format: "uri" });
const text = (description: string) => described(z.string(), description);

const selection = {
  subreddit: z.string(),
  address: z.optional(
    text("what is crawled, as a crawl's order names it: r/aww, u/name, redd.it/1skbyfv"),
  ),
  sort_method: z.enum(sortMethods),
  time_filter: z.enum(timeFilters),
  limit: count.check(z.meta({ description: "the most posts that were asked for" })),
};

const createdCrawl = z.object({
  crawl_id: crawlIdSchema,
  ...selection,
  ...filterInputShape,
  requested_at: instantSchema,
  status_url: url,
});

/** A crawl and how far it has come. What only its listing says is absent while the crawl is queued. */
const crawlStatusShape = {
  crawl_id: crawlIdSchema,
  state: z.enum(["queued", "listing", "downloading", "finished", "failed"]),
  requested_at: instantSchema,
  subreddit: z.optional(selection.subreddit),
  address: selection.address,
  sort_method: z.optional(selection.sort_method),
  time_filter: z.optional(selection.time_filter),
  limit: z.optional(selection.limit),
  filters: z.optional(z.object(filterInputShape)),
  source: z.optional(
    text(
      "oauth (Reddit's API), archive (Arctic Shift), feed (the public Atom feed), keyless (the last two together) or file (posts of a dump or download)",
    ),
  ),
  note: z.optional(text("what the source does not know")),
  data_as_of: z.optional(
    instantSchema.check(z.meta({ description: "as of when its newest posts were read" })),
  ),
  cut_by_reddit: z.optional(
    described(z.boolean(), "Reddit listed fewer posts than were asked for"),
  ),
  // When anything of it last changed.
  updated_at: z.optional(instantSchema),
  finished_at: z.optional(instantSchema),
  stalled_since: z.optional(
    instantSchema.check(
      z.meta({
        description:
          "nothing has changed since then, which is longer than a crawl on its own is ever silent: its posts wait behind other crawls', or are in the dead-letter queue uncounted",
      }),
    ),
  ),
  queue_place: z.optional(
    described(
      z.int().check(z.minimum(1)),
      "while queued: about how many crawls have a turn before it or with it, as of the last minute",
    ),
  ),
  waiting: z.optional(
    described(
      z.object({
        reason: text("reddit-asks-to-wait, backoff or request-spacing"),
        until: instantSchema,
      }),
      "while listing: why the next request to Reddit waits; over after `until`",
    ),
  ),
  reddit_budget: z.optional(
    described(z.number(), "while listing: requests that Reddit still grants now"),
  ),
  estimate: z.optional(
    described(
      z.object({
        listed_share: described(
          z.number().check(z.minimum(0), z.maximum(1)),
          "about how much of the listing is done, 0..1",
        ),
        done_at: instantSchema.check(
          z.meta({ description: "when the crawl is over if it goes on as fast as until now" }),
        ),
      }),
      "while it runs: an estimate, which waits and slow hosts make wrong",
    ),
  ),
  posts: z.object({
    listed: count,
    filtered: count,
    queued: count,
    without_pictures: count,
    unreadable: z.optional(
      count.check(z.meta({ description: "posts and lines of a file that could not be read" })),
    ),
    // With an outcome, those without pictures and the filtered ones included.
    decided: count,
    failed: count.check(
      z.meta({ description: "given up after several tries: they wait in the dead-letter queue" }),
    ),
    unknown_to_source: z.optional(
      count.check(
        z.meta({
          description:
            "of the filtered posts: the source does not say what a filter asks for (their reason is unknown-to-source)",
        }),
      ),
    ),
    adverts: z.optional(
      count.check(
        z.meta({
          description: "of the listed posts without pictures; they do not count against the limit",
        }),
      ),
    ),
  }),
  pictures: described(
    z.object({
      linked: count,
      stored: count,
      duplicate: count,
      gone: count,
      refused: count,
      not_a_picture: count,
      too_large: count,
      unavailable: count,
    }),
    "links by what became of them",
  ),
  // Of all pictures that are stored, duplicates included.
  bytes: count,
  outcomes: counts.check(z.meta({ description: "posts by outcome" })),
  // The most frequent first.
  reasons: counts.check(z.meta({ description: "why posts and links were left out" })),
  // Why the listing failed, or failed for now.
  failure: z.optional(z.object({ code: z.string(), message: z.string(), retryable: z.boolean() })),
};
/** The body of `GET /crawls/{crawl_id}` without `posts_url`, which only the API knows. */
export type CrawlStatus = z.infer<z.ZodMiniObject<typeof crawlStatusShape>>;

const crawlPost = z.object({
  post_id: postIdSchema,
  subreddit: z.string(),
  title: text("a stranger's text: never markup"),
  author: z.string(),
  permalink: url,
  created_at: z.optional(instantSchema),
  score: z.optional(z.int()),
  over_18: z.optional(z.boolean()),
  spoiler: z.optional(z.boolean()),
  flair: z.optional(z.string()),
  source: z.optional(text("where the post was read: oauth, archive, feed or file")),
  outcome: z.string(),
  reason: z.optional(z.string()),
  decided_at: instantSchema,
  links: z.array(
    z.object({
      position: z.optional(count),
      item: z.optional(count),
      found_in: z.string(),
      url: z.optional(z.string()),
      page: z.optional(z.string()),
      quality: z.optional(z.string()),
      instead_of: z.optional(text("why a better copy could not be had, where it may be had later")),
      outcome: z.string(),
      reason: z.optional(z.string()),
      key: z.optional(z.string()),
      bytes: z.optional(count),
      sha256: z.optional(z.string()),
      content_type: z.optional(z.string()),
      duplicate_of: z.optional(text("key of the same picture in another post")),
      picture_url: z.optional(url),
    }),
  ),
});
/** One post and what became of it; each link's `picture_url` opens the stored picture for a while. */
export type CrawlPost = z.infer<typeof crawlPost>;

const crawlPosts = z.object({
  crawl_id: crawlIdSchema,
  posts: z.array(crawlPost),
  picture_urls_expire_at: instantSchema,
  next_cursor: z.optional(postIdSchema),
});

const listedCrawl = z.object({
  crawl_id: crawlIdSchema,
  state: z.enum(["queued", "listing", "downloading", "finished", "failed"]),
  ...selection,
  requested_at: instantSchema,
  posts_listed: count,
  finished_at: z.optional(instantSchema),
  posts_failed: z.optional(count),
  pictures: z.optional(count),
  bytes: z.optional(count),
});
/** One crawl of the list; what its end added up to once that is announced, and when it was unless it failed. */
export type ListedCrawl = z.infer<typeof listedCrawl>;

const crawlList = z.object({
  crawls: z.array(listedCrawl),
  next_cursor: z.optional(crawlIdSchema),
});

const problem = z.object({
  type: z.literal("about:blank"),
  title: z.string(),
  status: z.int(),
  detail: text("what is wrong and what to do"),
  instance: text("the request's id"),
  errors: z.optional(z.array(z.object({ field: z.string(), detail: z.string() }))),
});
/** The body of every answer that is not a success (RFC 9457, `application/problem+json`). */
export type ProblemDetails = z.infer<typeof problem>;

/**
 * Every body that the API answers with, by its name in the description. A reader skips what a later version adds; the
 * description says that there is nothing more today.
 */
export const answerSchemas = {
  CreatedCrawl: createdCrawl,
  CrawlStatus: z.object({ ...crawlStatusShape, posts_url: url }),
  CrawlPosts: crawlPosts,
  CrawlList: crawlList,
  Problem: problem,
};
