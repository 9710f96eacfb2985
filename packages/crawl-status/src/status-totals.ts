import { crawlFinishedKey, crawlPrefix, crawlTotalsKey } from "@reddit-crawler/message-schema";

import { crawlTotals, type CrawlTotals } from "./crawl-totals.ts";
import { postsOfKeys, readDecidedPosts } from "./decided-posts.ts";
import { totalsOfText } from "./kept-totals.ts";

/** How a status finds and reads a crawl's objects. */
export interface StatusObjects {
  /** An object's text; undefined when there is none. */
  read: (key: string) => Promise<string | undefined>;
  /** The keys of one listing request below `prefix`, behind `after`, and whether more follow. */
  listPage: (
    prefix: string,
    after: string | undefined,
  ) => Promise<{ keys: readonly string[]; more: boolean }>;
}

/**
 * What the posts of a crawl add up to, by two requests at most, however many there are: never more than are decided. It is
 * the present where one listing request shows the whole crawl. Of a larger one it is what that request shows, or what the
 * latest check kept, whichever counts more posts: no less than at that check. Listed to its end is only what no check has
 * kept readably: a crawl that has just become large, or was decided by an earlier version. `listed` are the posts that it has.
 * @throws {ZodError} when another object is not what its key promises.
 */
export async function readStatusTotals(
  crawlId: string,
  listed: number,
  { read, listPage }: StatusObjects,
): Promise<CrawlTotals> {
  const prefix = crawlPrefix(crawlId);
  const { keys, more } = await listPage(prefix, undefined);
  const { posts, unsaid, tallies } = postsOfKeys(crawlId, keys);
  const shown = crawlTotals(posts.values());
  if (!more && unsaid.length === 0 && tallies.length === 0) return shown;
  // A worker of an earlier version counts in tallies, and has nothing checked.
  const kept = tallies.length > 0 ? undefined : await read(crawlTotalsKey(crawlId));
  const totals = kept === undefined ? undefined : totalsOfText(kept);
  if (totals) {
    // Else a worker of an earlier version, after a rollback, has announced the end and kept nothing.
    const isWhole = totals.posts >= listed || !keys.includes(crawlFinishedKey(crawlId));
    if (isWhole) return totals.posts >= shown.posts ? totals : shown;
  }
  const all = [...keys];
  for (let goesOn = more; goesOn;) {
    const page = await listPage(prefix, all.at(-1));
    all.push(...page.keys);
    goesOn = page.more && page.keys.length > 0;
  }
  return crawlTotals(await readDecidedPosts(crawlId, all, read));
}
