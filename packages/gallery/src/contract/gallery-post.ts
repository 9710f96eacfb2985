/** One file that a post's links gave. */
export interface GalleryPicture {
  /** Below the output folder: `aww/1skbyfv/01.jpg`. */
  path: string;
  /** How a browser shows it; `file` is a format that not every browser knows. */
  shownAs: "image" | "animation" | "video" | "file";
  /** Place in the post's own order, from 1. */
  position: number;
  /** In pixels, as it is shown; absent when the file does not say. */
  width?: number;
  height?: number;
  /** Its mean colour, as `#rrggbb`, shown until it is there; known once it has a small copy. */
  colour?: string;
  bytes: number;
  /** Where its small copy lies below the output folder; known in a page that is read from disk. */
  small?: string;
}

/** One link of a post that gave no picture. `reason` is a kebab-case code. */
export interface GalleryGap {
  /** Place in the post's own order, from 1; absent when the link has none. */
  position?: number;
  reason: string;
  url?: string;
}

/** One decided post as the page shows it. Its texts are other people's: they are shown as text, never as markup. */
export interface GalleryPost {
  id: string;
  /** The crawls that decided it, the latest last. */
  crawlIds: readonly string[];
  subreddit: string;
  title: string;
  author: string;
  /** Absolute https URL on reddit.com; absent when the record holds anything else. */
  permalink?: string;
  createdAt?: string;
  score?: number;
  flair?: string;
  nsfw: boolean;
  spoiler: boolean;
  /** Why the whole post has no picture. */
  reason?: string;
  decidedAt: string;
  pictures: readonly GalleryPicture[];
  gaps: readonly GalleryGap[];
}
