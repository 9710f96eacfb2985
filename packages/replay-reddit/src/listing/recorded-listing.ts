import * as z from "zod/mini";

import type { ListedPost } from "./posts/listed-post.ts";

const mediaSchema = z.looseObject({
  status: z.optional(z.string()),
  e: z.optional(z.string()),
  s: z.optional(z.looseObject({ u: z.optional(z.string()), gif: z.optional(z.string()) })),
});

/** The fields of a recorded post that the replay itself reads; the others pass through. */
const recordedPostSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  author: z.string(),
  subreddit: z.string(),
  permalink: z.string(),
  url: z.string(),
  domain: z.string(),
  is_self: z.boolean(),
  selftext: z.optional(z.string()),
  thumbnail: z.optional(z.string()),
  created_utc: z.number(),
  gallery_data: z.nullish(
    z.looseObject({ items: z.array(z.looseObject({ media_id: z.string() })) }),
  ),
  media_metadata: z.nullish(z.record(z.string(), mediaSchema)),
});
/** A post of a recorded listing. */
export type RecordedPost = z.infer<typeof recordedPostSchema> & ListedPost;

const recordedListingSchema = z.object({
  kind: z.literal("Listing", "must be a listing as Reddit's API answers it"),
  data: z.object({
    children: z.array(z.object({ kind: z.string(), data: recordedPostSchema })),
  }),
});

/**
 * Reads the posts of a recorded answer of Reddit's listing API.
 * @throws {Error} when the text is no such answer.
 */
export function parseRecordedListing(text: string): RecordedPost[] {
  const { data } = recordedListingSchema.parse(JSON.parse(text));
  return data.children.filter(({ kind }) => kind === "t3").map(({ data: post }) => post);
}
