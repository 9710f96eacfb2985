import * as z from "zod/mini";

const count = z.int().check(z.minimum(0));

/** How far the listing of a crawl has come. */
export const listingCountsSchema = z.object({
  pages: count,
  listed: count.check(z.meta({ description: "posts on the listing, each counted once" })),
  queued: count.check(z.meta({ description: "posts sent to the download stage" })),
  withoutPictures: count.check(
    z.meta({ description: "posts recorded with a reason and not sent" }),
  ),
  picturesLinked: count,
});
export type ListingCounts = z.infer<typeof listingCountsSchema>;
