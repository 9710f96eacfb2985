import * as z from "zod/mini";

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
});
export type ListingCounts = z.infer<typeof listingCountsSchema>;
