import type { PictureType } from "../pictures/picture-type.ts";
import type { ListedPost } from "./listed-post.ts";

/** A picture that a perfect crawl stores of a post. */
export interface ExpectedLink {
  /**
   * How the post links it: `single`, `gallery-item`, `gallery-animated`, `imgur-direct`, `imgur-page`, `imgur-album`,
   * `imgur-animation`, `self-text`, `self-inline`, `preview-rescue`, `video-poster`, `video-file`, or one of these
   * with `crosspost-` before it.
   */
  shape: string;
  /** The best copy. */
  url: string;
  /** Its place in the post's own order, from 1. Items that cannot be had keep theirs. */
  position: number;
  /** Whether the public feed tells of it as well. */
  inFeed: boolean;
}

/** What hosts do that a listing does not say. */
export interface MediaQuirks {
  /** Files of i.redd.it (`id.ext`) and ids of imgur that were deleted. */
  gone?: readonly string[];
  /** What a file of i.redd.it (`id.ext`) or an id of imgur really is, where its URL says otherwise. */
  trueTypes?: Readonly<Record<string, PictureType>>;
  /** The ids of the pictures of an imgur album, in order. */
  albums?: Readonly<Record<string, readonly string[]>>;
}

/** One post of the demo with all that is known of it. */
export interface DemoPost {
  post: ListedPost;
  pictures: readonly ExpectedLink[];
  /** Why it has no pictures, where it has none. */
  reason?: string;
  quirks?: MediaQuirks;
}
