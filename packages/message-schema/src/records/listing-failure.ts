import * as z from "zod/mini";

/** Why a crawl's listing failed, or failed for now. */
export const listingFailureSchema = z.object({
  code: z.string().register(z.globalRegistry, {
    description: "kebab-case: subreddit-private, credentials-refused …",
  }),
  message: z.string().register(z.globalRegistry, { description: "what it is and what to do" }),
  retryable: z.optional(
    z.boolean().register(z.globalRegistry, {
      description: "the platform runs the listing again by itself",
    }),
  ),
});
