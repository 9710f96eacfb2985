import { subredditPrefix } from "@reddit-crawler/message-schema";

import { mayRepeat, type Crawl } from "../crawl/crawl.ts";
import type { LoaderWorld } from "../world.ts";
import type { ListedPost } from "./listed-posts.ts";

/** S3 prices a LIST as 12.5 GETs, of which a post that nothing is known of takes two. */
const leastPosts = 10;
/** Keys that are listed for each post: as many as most posts have, and some of others between them. */
const keysPerPost = 3;

/**
 * The ids of those posts of which the bucket has nothing, as far as one request for each subreddit with ten posts tells.
 * Never throws: where it is not known, each post's worker looks.
 */
export async function unstoredPosts(
  posts: readonly ListedPost[],
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ReadonlySet<string>> {
  // What an attempt before has sent is about to be stored.
  if (mayRepeat(crawl)) return new Set();
  const bySubreddit = Map.groupBy(posts, ({ facts }) => facts.subreddit);
  const unstored = await Promise.all(
    [...bySubreddit]
      .filter(([, group]) => group.length >= leastPosts)
      .map(([subreddit, group]) => {
        const ids = group.map(({ facts }) => facts.id).toSorted();
        return unstoredOf(subreddit, ids, world, crawl);
      }),
  );
  return new Set(unstored.flat());
}

/** Of `ids`, in S3's order, those below the subreddit's prefix without a key, up to where the answer ends. */
async function unstoredOf(
  subreddit: string,
  ids: readonly string[],
  { objects }: LoaderWorld,
  { log }: Crawl,
): Promise<readonly string[]> {
  const prefix = subredditPrefix(subreddit);
  try {
    const first = `${prefix}${ids[0]}`;
    const { keys, more } = await objects.listSome(prefix, first, keysPerPost * ids.length);
    const stored = keys.map((key) => key.slice(prefix.length).split("/")[0] ?? "");
    const last = stored.at(-1);
    const isKnown = (id: string) => !more || last === undefined || id < last;
    return ids.filter((id) => isKnown(id) && !stored.includes(id));
  } catch (error) {
    log.warn("stored-posts-not-listed", { subreddit, error });
    return [];
  }
}
