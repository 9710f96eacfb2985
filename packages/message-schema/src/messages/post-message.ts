import * as z from "zod/mini";

import { described } from "../described.ts";
import { crawlIdSchema } from "../crawl-id.ts";
import { instantSchema, postIdSchema, subredditNameSchema, traceIdSchema } from "../identifiers.ts";

/** The most links of one post: more than a gallery (20) and its text ever hold, and a bound on one worker's work. */
export const maxLinksPerPost = 100;

/** What is known of a post apart from its pictures. The feed knows less than the API: all but the first five may be missing. */
export const postFactsSchema = z.object({
  id: postIdSchema,
  subreddit: subredditNameSchema,
  title: z.string(),
  author: described(z.string(), 'the name without "u/"; "[deleted]" where Reddit says so'),
  permalink: described(z.string(), "absolute URL of the post on www.reddit.com"),
  createdAt: z.optional(instantSchema),
  score: z.optional(z.int().register(z.globalRegistry, { unit: "votes" })),
  over18: z.optional(z.boolean()),
  spoiler: z.optional(z.boolean()),
  flair: z.optional(z.string()),
  source: z.optional(
    described(
      z.string(),
      "where all of this was read: oauth, archive, feed or file; as the summary's",
    ),
  ),
});
export type PostFacts = z.infer<typeof postFactsSchema>;

/**
 * One place where a picture may be had.
 * `quality` is `original` (the file as it was uploaded), `reduced` (a re-encoded or smaller copy) or `preview`
 * (Reddit's own picture of a linked page). More may come: read an unknown one as `reduced`.
 * `kind` is `file` (download it; also when it is absent) or `page` (ask its host which pictures it holds).
 */
export const linkCandidateSchema = z.object({
  url: z.string(),
  quality: z.string(),
  kind: z.optional(z.string()),
  guessed: z.optional(
    described(
      z.boolean(),
      "a rule made this address of a link or an id: nobody linked it, and it is not waited for as a linked one is",
    ),
  ),
});
export type LinkCandidate = z.infer<typeof linkCandidateSchema>;

const positionSchema = z.int().check(z.minimum(1), z.maximum(maxLinksPerPost));

/**
 * One picture that a post links.
 * `position` is its place in the post's own order, from 1, and names its object; `candidates` are tried first to last.
 * `foundIn` is `url`, `gallery`, `text`, `video` or `preview`. More may come.
 */
export const pictureLinkSchema = z.object({
  position: positionSchema,
  foundIn: z.string(),
  candidates: z.array(linkCandidateSchema).check(z.minLength(1), z.maxLength(10)),
  duplicateOf: z.optional(
    described(
      z.object({ subreddit: subredditNameSchema, postId: postIdSchema, position: positionSchema }),
      "a link of this crawl's listing to the very same address",
    ),
  ),
  pending: z.optional(
    described(
      z.string(),
      "Reddit is still at work on it, and the candidates are where it may appear: the reason to record when it never does",
    ),
  ),
  animation: z.optional(
    described(z.boolean(), "the listing knows that it moves: a still of it is the last choice"),
  ),
  album: z.optional(
    described(z.boolean(), "its address is an album's: Reddit's picture of it is only the cover"),
  ),
});
export type PictureLink = z.infer<typeof pictureLinkSchema>;

/**
 * A link that gives no picture, decided from the listing alone. `reason` is a kebab-case code such as
 * `unsupported-host` or `gallery-item-failed`; `position` is there when the link keeps its place in the post's order.
 */
export const leftOutLinkSchema = z.object({
  position: z.optional(positionSchema),
  foundIn: z.string(),
  url: z.optional(z.string()),
  reason: z.string(),
});
export type LeftOutLink = z.infer<typeof leftOutLinkSchema>;

/** What the article-loader saw in the bucket. Absent in messages that are sent anew, since much may be there by then. */
export const lookShape = {
  nothingStoredAt: z.optional(
    instantSchema.check(
      z.meta({
        description:
          "when the loader saw that the bucket has nothing of this post: for some minutes a first receive need not look",
      }),
    ),
  ),
};

/** What the download-worker adds to the messages that it sends anew: how far a post has come. Absent in the first. */
export const attemptsShape = {
  attempt: z.optional(
    described(
      z.int().check(z.minimum(1)),
      "number of the attempt that the first receive of this message is; 1 when absent",
      "attempts",
    ),
  ),
  deferredSince: z.optional(
    instantSchema.check(
      z.meta({
        description: "since when this attempt waits for a host's cooldown, without having asked",
      }),
    ),
  ),
  checksEnd: z.optional(
    described(
      z.boolean(),
      "true: the post is decided or given up, and whoever receives this only checks whether its crawl is over",
    ),
  ),
};

/** article-loader -> SQS -> download-worker: store this post's pictures. A download-worker sends it anew to try later. */
export const postMessageSchema = z.object({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  post: postFactsSchema,
  links: z.array(pictureLinkSchema).check(z.minLength(1), z.maxLength(maxLinksPerPost)),
  leftOut: z.array(leftOutLinkSchema),
  traceId: z.optional(traceIdSchema.check(z.meta({ description: "the crawl request's" }))),
  ...lookShape,
  ...attemptsShape,
});
export type PostMessage = z.infer<typeof postMessageSchema>;
