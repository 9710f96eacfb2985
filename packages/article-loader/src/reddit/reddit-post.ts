import {
  fields,
  flag,
  list,
  number,
  urlText,
  seconds,
  table,
  text,
  textOrNone,
  type Fields,
} from "./lenient-reader.ts";

const source = fields((given) => ({ url: urlText(given.url) }));
const link = fields((given) => ({ source: source(given.source) }));

const uploadedFiles = fields((given) => ({
  u: urlText(given.u),
  gif: urlText(given.gif),
  mp4: urlText(given.mp4),
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
  fallback_url: urlText(given.fallback_url),
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
    url: urlText(given.url),
    post_hint: text(given.post_hint),
    created_utc: seconds(given.created_utc),
    score: number(given.score),
    over_18: flag(given.over_18),
    spoiler: flag(given.spoiler),
    /** "" where the post has none; undefined where the source does not say. */
    link_flair_text: textOrNone(given.link_flair_text),
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
export type RedditPost = NonNullable<ReturnType<typeof readRedditPost>> & {
  /** The source that it was read from, as the summary names it. */
  readFrom?: string;
};

/** Whether a post is an advert, which Reddit's archives have among the others. */
export function isAdvert({ promoted, is_created_from_ads_ui: isOfAdsUi }: RedditPost): boolean {
  return promoted === true || isOfAdsUi === true;
}

/** Whether its author took a post down: Reddit says `deleted` or `author` of who removed it, the archive so of its own copy. */
export function isDeletedByAuthor(post: RedditPost): boolean {
  const { deleted_by_author: isTakenDown, removed_by_category: by } = post;
  return isTakenDown === true || by === "deleted" || by === "author";
}
