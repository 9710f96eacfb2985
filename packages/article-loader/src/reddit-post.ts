import * as z from "zod/mini";

/** A field that counts as absent when Reddit gives it any other shape, `null` included. */
function lenient<Schema extends z.core.$ZodType>(schema: Schema) {
  // oxlint-disable-next-line promise/valid-params -- zod's fallback value, not a promise's handler
  return z.catch(z.optional(schema), undefined);
}

const text = lenient(z.string());
const flag = lenient(z.boolean());
const number = lenient(z.number());
const link = lenient(z.object({ source: lenient(z.object({ url: text })) }));

const uploadedItemSchema = z.object({
  status: text,
  e: text,
  m: text,
  s: lenient(z.object({ u: text, gif: text, mp4: text })),
});
/** One uploaded picture or animation of a gallery or a text, as `media_metadata` describes it. */
export type UploadedItem = z.infer<typeof uploadedItemSchema>;

const previewSchema = z.object({
  images: lenient(
    z.array(
      lenient(
        z.object({
          source: lenient(z.object({ url: text })),
          variants: lenient(z.object({ gif: link, mp4: link })),
        }),
      ),
    ),
  ),
  reddit_video_preview: lenient(z.object({ fallback_url: text })),
});

const mediaSchema = z.object({
  reddit_video: lenient(z.object({ fallback_url: text, is_gif: flag })),
});

const postShape = {
  id: text,
  subreddit: text,
  title: text,
  author: text,
  permalink: text,
  url: text,
  created_utc: number,
  score: number,
  over_18: flag,
  spoiler: flag,
  link_flair_text: text,
  is_self: flag,
  is_video: flag,
  is_gallery: flag,
  promoted: flag,
  is_created_from_ads_ui: flag,
  removed_by_category: text,
  crosspost_parent: text,
  selftext: text,
  selftext_html: text,
  poll_data: lenient(z.object({})),
  gallery_data: lenient(
    z.object({ items: lenient(z.array(lenient(z.object({ media_id: text })))) }),
  ),
  media_metadata: lenient(z.record(z.string(), lenient(uploadedItemSchema))),
  media: lenient(mediaSchema),
  secure_media: lenient(mediaSchema),
  preview: lenient(previewSchema),
};

/**
 * The fields of a post that decide which pictures it links (https://www.reddit.com/dev/api/, `t3`). Every one is
 * optional, and one of an unknown shape counts as absent: parsing any object succeeds.
 */
export const redditPostSchema = z.object({
  ...postShape,
  crosspost_parent_list: lenient(z.array(lenient(z.object(postShape)))),
});
export type RedditPost = z.infer<typeof redditPostSchema>;
