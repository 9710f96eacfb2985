import { fields, flag, list, number, table, text } from "./lenient-reader.ts";

const link = fields({ source: fields({ url: text }) });

const uploadedItem = fields({
  status: text,
  e: text,
  m: text,
  s: fields({ u: text, gif: text, mp4: text }),
});
/** One uploaded picture or animation of a gallery or a text, as `media_metadata` describes it. */
export type UploadedItem = NonNullable<ReturnType<typeof uploadedItem>>;

const galleryItem = fields({ media_id: text, is_deleted: flag });
/** One place of a gallery, as `gallery_data` orders them. */
export type GalleryItem = NonNullable<ReturnType<typeof galleryItem>>;

const preview = fields({
  images: list(
    fields({
      source: fields({ url: text }),
      variants: fields({ gif: link, mp4: link }),
    }),
  ),
  reddit_video_preview: fields({ fallback_url: text }),
});

const media = fields({ reddit_video: fields({ fallback_url: text, is_gif: flag }) });

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
  poll_data: fields({}),
  gallery_data: fields({ items: list(galleryItem) }),
  media_metadata: table(uploadedItem),
  media,
  secure_media: media,
  preview,
};

/**
 * The fields of a post that decide which pictures it links (https://www.reddit.com/dev/api/, `t3`). Every one is
 * optional, and one of an unknown shape counts as absent: any object can be read.
 */
export const readRedditPost = fields({
  ...postShape,
  crosspost_parent_list: list(fields(postShape)),
});
export type RedditPost = NonNullable<ReturnType<typeof readRedditPost>>;
