import * as z from "zod/mini";

import { instantSchema } from "./identifiers.ts";
import { maxLinksPerPost } from "./post-message.ts";

/**
 * Which of the listed posts a crawl wants, and how much of each, as the crawl request and the summary say it. What is
 * absent leaves nothing out.
 */
export const postFilterShape = {
  minScore: z.optional(
    z.int().check(z.meta({ description: "posts with fewer votes are left out" })),
  ),
  flair: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(64),
        z.meta({ description: "posts of other flairs are left out; case does not count" }),
      ),
  ),
  author: z.optional(
    z
      .string()
      .check(
        z.regex(/^[A-Za-z0-9_-]{3,20}$/),
        z.meta({ description: "posts of others are left out; case does not count" }),
      ),
  ),
  since: z.optional(
    instantSchema.check(z.meta({ description: "posts that are older are left out" })),
  ),
  maxPerPost: z.optional(
    z
      .int()
      .check(
        z.minimum(1),
        z.maximum(maxLinksPerPost),
        z.meta({ description: "pictures of a post beyond its first ones are left out" }),
      ),
  ),
};

/** The values of `postFilterShape`. */
export type PostFilter = z.infer<z.ZodMiniObject<typeof postFilterShape>>;
