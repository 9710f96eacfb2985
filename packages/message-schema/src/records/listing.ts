import * as z from "zod/mini";

import { described } from "../described.ts";

const count = z.int().check(z.minimum(0));

/** How far the listing of a crawl has come. */
export const listingCountsSchema = z.object({
  pages: count.check(z.meta({ unit: "pages" })),
  listed: count.check(
    z.meta({ description: "posts on the listing, each counted once", unit: "posts" }),
  ),
  queued: count.check(z.meta({ description: "posts sent to the download stage", unit: "posts" })),
  withoutPictures: count.check(
    z.meta({ description: "posts recorded with a reason and not sent", unit: "posts" }),
  ),
  picturesLinked: count.check(z.meta({ unit: "pictures" })),
  adverts: z.optional(
    count.check(
      z.meta({
        description: "of the listed posts; they do not count against the limit",
        unit: "posts",
      }),
    ),
  ),
  unknownToSource: z.optional(
    count.check(
      z.meta({
        description:
          "of the listed posts: left out, since the source does not say what a filter asks for",
        unit: "posts",
      }),
    ),
  ),
  unreadable: z.optional(
    count.check(
      z.meta({
        description: "posts, and lines of a file, that have no readable form",
        unit: "posts",
      }),
    ),
  ),
});
export type ListingCounts = z.infer<typeof listingCountsSchema>;

/** Why a crawl's listing failed, or failed for now. */
export const listingFailureSchema = z.object({
  code: described(z.string(), "kebab-case: subreddit-private, credentials-refused …"),
  message: described(z.string(), "what it is and what to do"),
  retryable: z.optional(described(z.boolean(), "the platform runs the listing again by itself")),
});
