import type { GalleryPost } from "../../contract/gallery-post.ts";

/** One thing that was left out: a whole post, or one link of a post. */
export interface LeftOutEntry {
  key: string;
  post: GalleryPost;
  /** Kebab-case code. */
  reason: string;
  /** `The post`, `Picture 2` or `A link`. */
  what: string;
  url?: string;
}

/** What was left out of the posts of a crawl, or of all of them. A post of which nothing is there is one entry. */
export function leftOutEntries(
  posts: Iterable<GalleryPost>,
  crawlId: string | undefined,
): LeftOutEntry[] {
  const entries: LeftOutEntry[] = [];
  for (const post of posts) {
    if (crawlId !== undefined && !post.crawlIds.includes(crawlId)) continue;
    if (post.pictures.length === 0) {
      const url = post.gaps[0]?.url;
      const said = post.reason === "nothing-stored" ? post.gaps[0]?.reason : post.reason;
      entries.push({
        key: post.id,
        post,
        reason: said ?? "no-picture-links",
        what: "The post",
        ...(url !== undefined && { url }),
      });
    } else
      for (const [index, { reason, position, url }] of post.gaps.entries())
        entries.push({
          key: `${post.id}/${index}`,
          post,
          reason,
          what: position === undefined ? "A link" : `Picture ${position}`,
          ...(url !== undefined && { url }),
        });
  }
  return entries;
}

/** Each reason and how often it is there, the most frequent first. */
export function reasonCounts(entries: readonly LeftOutEntry[]): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { reason } of entries) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].toSorted(([, a], [, b]) => b - a);
}
