import { fields, flag, list, number, table, text, type Fields } from "./lenient-reader.ts";

const source = fields((given) => ({ url: text(given.url) }));
const link = fields((given) => ({ source: source(given.source) }));

const uploadedFiles = fields((given) => ({
  u: text(given.u),
  gif: text(given.gif),
  mp4: text(given.mp4),
}));
const uploadedItem = fields((given) => ({
  status: text(given.status),
  e: text(given.e),
  m: text(given.m),
  s: uploadedFiles(given.s),
}));
const uploadedItems = table(uploadedItem);
/** One uploaded picture or animation of a gallery or a text, as `media_metadata` describes it. */
export type UploadedItem = NonNullable<ReturnType<typeof uploadedItem>>;

const galleryItem = fields((given) => ({
  media_id: text(given.media_id),
  is_deleted: flag(given.is_deleted),
}));
const galleryItems = list(galleryItem);
const gallery = fields((given) => ({ items: galleryItems(given.items) }));
/** One place of a gallery, as `gallery_data` orders them. */
export type GalleryItem = NonNullable<ReturnType<typeof galleryItem>>;

const variants = fields((given) => ({ gif: link(given.gif), mp4: link(given.mp4) }));
const images = list(
  fields((given) => ({
    source: source(given.source),
    variants: variants(given.variants),
  })),
);
const hostedVideo = fields((given) => ({
  fallback_url: text(given.fallback_url),
  is_gif: flag(given.is_gif),
}));
const preview = fields((given) => ({
  images: images(given.images),
  reddit_video_preview: hostedVideo(given.reddit_video_preview),
}));
const media = fields((given) => ({ reddit_video: hostedVideo(given.reddit_video) }));
const poll = fields(() => ({}));

/** The fields of a post that may be another's parent, too. */
function postFields(given: Fields) {
  return {
    id: text(given.id),
    subreddit: text(given.subreddit),
    title: text(given.title),
    author: text(given.author),
    permalink: text(given.permalink),
    url: text(given.url),
    post_hint: text(given.post_hint),
    created_utc: number(given.created_utc),
    score: number(given.score),
    over_18: flag(given.over_18),
    spoiler: flag(given.spoiler),
    link_flair_text: text(given.link_flair_text),
    is_self: flag(given.is_self),
    is_video: flag(given.is_video),
    is_gallery: flag(given.is_gallery),
    promoted: flag(given.promoted),
    is_created_from_ads_ui: flag(given.is_created_from_ads_ui),
    removed_by_category: text(given.removed_by_category),
    deleted_by_author: flag(given.deleted_by_author),
    crosspost_parent: text(given.crosspost_parent),
    selftext: text(given.selftext),
    selftext_html: text(given.selftext_html),
    poll_data: poll(given.poll_data),
    gallery_data: gallery(given.gallery_data),
    media_metadata: uploadedItems(given.media_metadata),
    media: media(given.media),
    secure_media: media(given.secure_media),
    preview: preview(given.preview),
  };
}

const parents = list(fields(postFields));

/**
 * The fields of a post that decide which pictures it links (https://www.reddit.com/dev/api/, `t3`). Every one is
 * optional, and one of an unknown shape counts as absent: any object can be read.
 */
export const readRedditPost = fields((given) => ({
  ...postFields(given),
  crosspost_parent_list: parents(given.crosspost_parent_list),
}));
export type RedditPost = NonNullable<ReturnType<typeof readRedditPost>>;
