import { readFile } from "node:fs/promises";

import { demoListing, demoSticky } from "./demo-listing.ts";
import type { DemoPost, MediaQuirks } from "./demo-post.ts";
import type { ListedPost } from "./posts/listed-post.ts";
import { plainLinks } from "./posts/plain-links.ts";
import { parseRecordedListing } from "./recorded-listing.ts";

/** What the replay lists, and what it knows of it. */
export interface ReplayListing {
  posts: readonly ListedPost[];
  /** The post above the first page of `hot`. */
  sticky?: ListedPost;
  /** Whether it came from a file; then the posts keep their subreddits. */
  recorded: boolean;
  quirks: MediaQuirks;
  /** What a perfect crawl stores of a post, or why nothing. */
  linksOf(postId: string): Pick<DemoPost, "pictures" | "reason" | "lost" | "host">;
}

/** The replay's own listing: 400 posts, of which the first 100 have every shape. */
export function builtInListing(): ReplayListing {
  const built = demoListing();
  const sticky = demoSticky();
  const known = new Map([sticky, ...built].map((demo) => [demo.post.id, demo]));
  return {
    posts: built.map(({ post }) => post),
    sticky: sticky.post,
    recorded: false,
    quirks: mergedQuirks(built),
    linksOf: (id) => known.get(id) ?? { pictures: [] },
  };
}

/** The listing with its newest post at `newestMs` (milliseconds), and the others as far from it as they are. */
export function postedAt(listing: ReplayListing, newestMs: number | undefined): ReplayListing {
  if (newestMs === undefined) return listing;
  const newest = Math.max(...listing.posts.map(({ created_utc: at }) => at));
  const later = Math.floor(newestMs / 1000) - newest;
  const moved = (post: ListedPost): ListedPost => ({
    ...post,
    created: post.created_utc + later,
    created_utc: post.created_utc + later,
  });
  const { sticky } = listing;
  return {
    ...listing,
    posts: listing.posts.map(moved),
    ...(sticky && { sticky: moved(sticky) }),
  };
}

function mergedQuirks(posts: readonly DemoPost[]): MediaQuirks {
  const quirks = posts.flatMap((post) => post.quirks ?? []);
  const list = (of: (quirk: MediaQuirks) => readonly string[] | undefined) =>
    quirks.flatMap((quirk) => of(quirk) ?? []);
  const table = <Value>(of: (quirk: MediaQuirks) => Readonly<Record<string, Value>> | undefined) =>
    Object.fromEntries(quirks.flatMap((quirk) => Object.entries(of(quirk) ?? {})));
  return {
    gone: list(({ gone }) => gone),
    unnamed: list(({ unnamed }) => unnamed),
    placeholders: list(({ placeholders }) => placeholders),
    gifs: list(({ gifs }) => gifs),
    trueTypes: table(({ trueTypes }) => trueTypes),
    albums: table(({ albums }) => albums),
    sameAs: table(({ sameAs }) => sameAs),
    redgifs: table(({ redgifs }) => redgifs),
    pages: table(({ pages }) => pages),
    redirects: table(({ redirects }) => redirects),
    cut: list(({ cut }) => cut),
  };
}

/**
 * Reads a recorded answer of Reddit's listing API. All that it links on a picture host can be had.
 * @throws {Error} when the file is not a listing.
 */
export async function recordedListing(file: string): Promise<ReplayListing> {
  const posts = parseRecordedListing(await readFile(file, "utf8"));
  const known = new Map(posts.map((post) => [post.id, post]));
  return {
    posts,
    recorded: true,
    quirks: {},
    linksOf(id) {
      const post = known.get(id);
      const pictures = post ? plainLinks(post) : [];
      return pictures.length > 0
        ? { pictures }
        : { pictures, reason: "no picture in one of the plain shapes" };
    },
  };
}
