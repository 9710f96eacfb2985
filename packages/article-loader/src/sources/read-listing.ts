import type { Crawl } from "../crawl/crawl.ts";
import { readFilePage } from "../file/read-file.ts";
import { readFrom, readPostsFrom } from "../gate/read-page.ts";
import type { ListingPage, PageRequest } from "../reddit/listing-page.ts";
import type { ListingSource } from "../reddit/listing-source.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";
import type { LoaderWorld } from "../world.ts";
import { readFeedPage } from "./read-feed.ts";
import { readKeylessPage } from "./read-keyless.ts";

/** Reads one page by the crawl's way. Throws as `readFrom`. */
export async function readPage(
  page: PageRequest,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ListingPage> {
  const { way } = crawl;
  if (way.kind === "file") return readFilePage(page, way.lines, world, crawl);
  if (way.kind === "keyless") return readKeylessPage(page, way, world, crawl);
  return way.source.name === "feed"
    ? readFeedPage(page, way.source, world, crawl)
    : readFrom(way.source, page, world, crawl);
}

/** Whether `readPosts` can give anything. */
export function knowsPosts(crawl: Crawl): boolean {
  return sourceOfPosts(crawl)?.posts !== undefined;
}

/** Reads single posts, at most 100; those that are gone, and all where the source cannot answer that, are left out. Throws as `readFrom`. */
export async function readPosts(
  postIds: readonly string[],
  world: LoaderWorld,
  crawl: Crawl,
): Promise<RedditPost[]> {
  const source = sourceOfPosts(crawl);
  return source ? readPostsFrom(source, postIds, world, crawl) : [];
}

/** Undefined for a file, which has no post beside those that it lists. */
function sourceOfPosts({ way }: Crawl): ListingSource | undefined {
  if (way.kind === "file") return undefined;
  return way.kind === "keyless" ? way.archive : way.source;
}
