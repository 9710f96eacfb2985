import type { PostTally } from "@reddit-crawler/message-schema";

/** What the posts of a crawl add up to. */
export interface CrawlTotals {
  posts: number;
  bytes: number;
  /** Stored links of which another post has the same picture. */
  duplicates: number;
  /** Posts by outcome. */
  outcomes: ReadonlyMap<string, number>;
  /** Links by outcome. */
  links: ReadonlyMap<string, number>;
  /** Why posts and links were left out. */
  reasons: ReadonlyMap<string, number>;
  /** When the latest of them was decided; undefined while there is none. */
  latestAt: string | undefined;
}

/** Adds up posts. */
export function crawlTotals(posts: Iterable<PostTally>): CrawlTotals {
  const outcomes = new Map<string, number>();
  const links = new Map<string, number>();
  const reasons = new Map<string, number>();
  let count = 0;
  let bytes = 0;
  let duplicates = 0;
  let latestAt: string | undefined;
  for (const post of posts) {
    count += 1;
    bytes += post.bytes;
    duplicates += post.duplicates ?? 0;
    add(outcomes, post.outcome, 1);
    for (const [outcome, n] of Object.entries(post.links)) add(links, outcome, n);
    for (const [reason, n] of Object.entries(post.reasons)) add(reasons, reason, n);
    if (latestAt === undefined || post.decidedAt > latestAt) latestAt = post.decidedAt;
  }
  return { posts: count, bytes, duplicates, outcomes, links, reasons, latestAt };
}

function add(counts: Map<string, number>, code: string, n: number): void {
  counts.set(code, (counts.get(code) ?? 0) + n);
}
