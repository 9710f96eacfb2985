import * as z from "zod/mini";

import { crawlIdSchema } from "../crawl-id.ts";
import { instantSchema } from "../identifiers.ts";

const count = z.int().check(z.minimum(0));
const counts = z.record(z.string(), count);

/**
 * What the decided posts of a crawl add up to as of one check: `crawls/<crawl id>/totals.json`. Only a crawl has it whose
 * posts one listing request does not show. None replaces one that counts more posts.
 */
export const crawlTotalsSchema = z.object({
  schemaVersion: z.literal(1),
  crawlId: crawlIdSchema,
  asOf: instantSchema.check(
    z.meta({ description: "when the check began to list: no post decided before is missing" }),
  ),
  posts: count.check(z.meta({ description: "decided or given up" })),
  bytes: count.check(z.meta({ description: "bytes of the pictures that are stored" })),
  duplicates: count.check(
    z.meta({ description: "stored links of which another post has the same picture" }),
  ),
  outcomes: counts.check(z.meta({ description: "posts by outcome" })),
  links: counts.check(z.meta({ description: "links by outcome" })),
  reasons: counts.check(z.meta({ description: "why posts and links were left out" })),
  latestAt: z.optional(
    instantSchema.check(z.meta({ description: "when the latest of the posts was decided" })),
  ),
});
export type KeptTotals = z.infer<typeof crawlTotalsSchema>;
