import * as z from "zod/mini";

import { described } from "../described.ts";
import { instantSchema } from "../identifiers.ts";
import { maxLinksPerPost } from "./post-message.ts";

/**
 * What a crawl leaves out although it could be had, as the crawl request and the summary say it. What is absent leaves
 * nothing out.
 */
export const crawlFilterShape = {
  mediaHosts: z.optional(
    described(
      z.string().check(z.maxLength(200)),
      'picture hosts that count, separated by commas, or "all": of those that the deployment opens',
    ),
  ),
  nsfw: z.optional(described(z.boolean(), "false leaves out NSFW posts")),
  spoilers: z.optional(described(z.boolean(), "false leaves out spoilers")),
  minScore: z.optional(described(z.int(), "posts with fewer votes are left out")),
  flair: z.optional(
    described(
      z.string().check(z.minLength(1), z.maxLength(64)),
      "posts of other flairs are left out; case does not count",
    ),
  ),
  author: z.optional(
    described(
      z.string().check(z.regex(/^[A-Za-z0-9_-]{3,20}$/)),
      "posts of others are left out; case does not count",
    ),
  ),
  since: z.optional(
    instantSchema.check(z.meta({ description: "posts that are older are left out" })),
  ),
  until: z.optional(
    instantSchema.check(z.meta({ description: "posts that are younger are left out" })),
  ),
  includeDeleted: z.optional(
    described(z.boolean(), "true keeps what its author deleted, where the source still has it"),
  ),
  maxPerPost: z.optional(
    described(
      z.int().check(z.minimum(1), z.maximum(maxLinksPerPost)),
      "pictures of a post beyond its first ones are left out",
    ),
  ),
};

/** The values of `crawlFilterShape`. */
export type CrawlFilter = z.infer<z.ZodMiniObject<typeof crawlFilterShape>>;
