import * as z from "zod/mini";

import { instantSchema } from "../identifiers.ts";
import { maxLinksPerPost } from "./post-message.ts";

/**
 * What a crawl leaves out although it could be had, as the crawl request and the summary say it. What is absent leaves
 * nothing out.
 */
export const crawlFilterShape = {
  mediaHosts: z.optional(
    z.string().check(z.maxLength(200)).register(z.globalRegistry, {
      description:
        'picture hosts that count, separated by commas, or "all": of those that the deployment opens',
    }),
  ),
  nsfw: z.optional(
    z.boolean().register(z.globalRegistry, { description: "false leaves out NSFW posts" }),
  ),
  spoilers: z.optional(
    z.boolean().register(z.globalRegistry, { description: "false leaves out spoilers" }),
  ),
  minScore: z.optional(
    z.int().register(z.globalRegistry, { description: "posts with fewer votes are left out" }),
  ),
  flair: z.optional(
    z.string().check(z.minLength(1), z.maxLength(64)).register(z.globalRegistry, {
      description: "posts of other flairs are left out; case does not count",
    }),
  ),
  author: z.optional(
    z
      .string()
      .check(z.regex(/^[A-Za-z0-9_-]{3,20}$/))
      .register(z.globalRegistry, {
        description: "posts of others are left out; case does not count",
      }),
  ),
  since: z.optional(
    instantSchema.check(z.meta({ description: "posts that are older are left out" })),
  ),
  maxPerPost: z.optional(
    z.int().check(z.minimum(1), z.maximum(maxLinksPerPost)).register(z.globalRegistry, {
      description: "pictures of a post beyond its first ones are left out",
    }),
  ),
};

/** The values of `crawlFilterShape`. */
export type CrawlFilter = z.infer<z.ZodMiniObject<typeof crawlFilterShape>>;
