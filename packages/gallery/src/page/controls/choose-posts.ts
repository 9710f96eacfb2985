import type { GalleryPost } from "../../contract/gallery-post.ts";

/** Kinds of posts that a person may want to see alone. */
export const kinds = {
  all: "Everything",
  sets: "Sets only",
  stills: "Still pictures",
  moving: "GIFs and videos",
} as const;

/** Orders of the grid. */
export const orders = {
  landed: "As they landed",
  score: "Highest score",
  newest: "Newest post",
  title: "Title",
} as const;

/** What becomes of posts marked as NSFW or spoiler. */
export const sensitiveChoices = {
  blur: "Blur sensitive",
  show: "Show sensitive",
  hide: "Hide sensitive",
} as const;

/** Which posts are shown, and how. */
export interface Choice {
  /** A crawl's id, or `newest`, or `all`. */
  crawl: string;
  text: string;
  kind: keyof typeof kinds;
  order: keyof typeof orders;
  sensitive: keyof typeof sensitiveChoices;
  /** Every picture of a set on a tile of its own. */
  unfold: boolean;
}

/** What is shown before a person chooses. */
export const initialChoice: Choice = {
  crawl: "newest",
  text: "",
  kind: "all",
  order: "landed",
  sensitive: "blur",
  unfold: false,
};

/** The posts with pictures that fit `choice`, in its order. `crawlId` is the crawl it means; undefined for all. */
export function choosePosts(
  posts: Iterable<GalleryPost>,
  crawlId: string | undefined,
  choice: Choice,
): GalleryPost[] {
  const words = folded(choice.text).split(/\s+/).filter(Boolean);
  const chosen = [...posts].filter(
    (post) =>
      post.pictures.length > 0 &&
      (crawlId === undefined || post.crawlIds.includes(crawlId)) &&
      !(choice.sensitive === "hide" && (post.nsfw || post.spoiler)) &&
      isOfKind[choice.kind](post) &&
      hasWords(post, words),
  );
  return choice.order === "landed" ? chosen : chosen.toSorted(comparisons[choice.order]);
}

const comparisons = {
  score: (a: GalleryPost, b: GalleryPost) => (b.score ?? -1) - (a.score ?? -1),
  newest: (a: GalleryPost, b: GalleryPost) => (b.createdAt ?? "").localeCompare(a.createdAt ?? ""),
  title: (a: GalleryPost, b: GalleryPost) => a.title.localeCompare(b.title),
};

const isOfKind: Readonly<Record<Choice["kind"], (post: GalleryPost) => boolean>> = {
  all: () => true,
  sets: ({ pictures }) => pictures.length > 1,
  stills: ({ pictures }) => pictures.some(({ shownAs }) => shownAs === "image"),
  moving: ({ pictures }) =>
    pictures.some(({ shownAs }) => shownAs === "animation" || shownAs === "video"),
};

/** Whether every word is somewhere in what a person may remember of a post. */
function hasWords(post: GalleryPost, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = folded(
    [post.title, `u/${post.author}`, `r/${post.subreddit}`, post.flair, post.id].join(" "),
  );
  return words.every((word) => text.includes(word));
}

/** Text as it is searched: without case, accents and fancy letters. */
function folded(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
