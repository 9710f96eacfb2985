import type { PictureType } from "../pictures/picture-type.ts";
import type { ListedPost } from "./posts/listed-post.ts";

/** A picture that a perfect crawl stores of a post. */
export interface ExpectedLink {
  /**
   * How the post links it: `single`, `gallery-item`, `gallery-animated`, `gallery-pending`, `imgur-direct`, `imgur-page`, `imgur-album`,
   * `imgur-animation`, `self-text`, `self-inline`, `preview-rescue`, `video-poster`, `video-file`, `linked-post`,
   * `hosted-elsewhere`, or one of these with `crosspost-` before it.
   */
  shape: string;
  /** The best copy. */
  url: string;
  /** What the best copy is, where it is not the original. */
  quality?: "reduced" | "preview";
  /** The code of what is wrong with it, though it is the best that can be had. */
  fault?: "album-cover" | "cut-off";
  /** Its place in the post's own order, from 1. Items that cannot be had keep theirs. */
  position: number;
  /** Whether the public feed has it as well. */
  inFeed: boolean;
}

/** A link of a post that gives no picture. */
export interface LostLink {
  /** Its place, where it keeps one. */
  position?: number;
  /** What a record says of it: `unavailable` is known from the listing, the rest from its host. */
  outcome: "unavailable" | "gone" | "refused" | "not-a-picture";
  /** The code of the reason. */
  reason: string;
}

/** What hosts do that a listing does not say. */
export interface MediaQuirks {
  /** Files of i.redd.it (`id.ext`) and ids of imgur that were deleted. */
  gone?: readonly string[];
  /** What a file of i.redd.it (`id.ext`) or an id of imgur really is, where its URL says otherwise. */
  trueTypes?: Readonly<Record<string, PictureType>>;
  /** The ids of the pictures of an imgur album, in order. */
  albums?: Readonly<Record<string, readonly string[]>>;
  /** Files of i.redd.it (`id.ext`) and ids of imgur's pictures that no post names plainly. */
  unnamed?: readonly string[];
  /** Files of i.redd.it (`id.ext`) that were uploaded once more, as the file on the right. */
  sameAs?: Readonly<Record<string, string>>;
  /** Files of i.redd.it (`id.ext`) whose last two bytes are missing. */
  cut?: readonly string[];
  /** Addresses of other hosts that redirect, and where to. */
  redirects?: Readonly<Record<string, string>>;
  /** Ids of imgur that answer with the placeholder itself, without a redirect. */
  placeholders?: readonly string[];
  /** The names of the animations behind an id of redgifs; more than one are a gallery. */
  redgifs?: Readonly<Record<string, readonly string[]>>;
  /** Addresses of gifs on other hosts. */
  gifs?: readonly string[];
  /** Pages of other hosts, with the address of the picture that each shows. */
  pages?: Readonly<Record<string, string>>;
}

/** One post of the demo with all that is known of it. */
export interface DemoPost {
  post: ListedPost;
  pictures: readonly ExpectedLink[];
  /** The code of why it has no pictures, where it has none. */
  reason?: string;
  lost?: readonly LostLink[];
  /** The media host, other than Reddit's and imgur's, that has to be open for its pictures. */
  host?: string;
  quirks?: MediaQuirks;
}

/** Builds post `number` of a shape: the same one each time. */
export type Builder = (number: number) => DemoPost;

/** Pictures in a post's own order, all linked as `shape`; not in the public feed where `more` does not say so. */
export function linked(
  shape: string,
  urls: readonly string[],
  more: Pick<ExpectedLink, "quality" | "fault"> & { inFeed?: boolean } = {},
): ExpectedLink[] {
  return urls.map((url, index) => ({ shape, url, position: index + 1, inFeed: false, ...more }));
}

/** A link that the listing alone decides. */
export function unavailable(reason: string, position?: number): LostLink {
  return { outcome: "unavailable", reason, ...(position !== undefined && { position }) };
}

/** A link in a place of its own that its host decides. */
export function lost(outcome: LostLink["outcome"], reason: string, position = 1): LostLink {
  return { outcome, reason, position };
}

/** What a post without pictures has, whose one link gives none. */
export function withoutPictures(link: LostLink): Pick<DemoPost, "pictures" | "reason" | "lost"> {
  return { pictures: [], reason: link.reason, lost: [link] };
}
