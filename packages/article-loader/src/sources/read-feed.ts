import { PermanentError, ThrottledError } from "@reddit-crawler/function-runtime/errors";

import type { Crawl } from "../crawl/crawl.ts";
import { noteOnce } from "../crawl/notes.ts";
import { wasRefused } from "../gate/door-refusal.ts";
import { readFrom } from "../gate/read-page.ts";
import type { ListingPage, PageRequest } from "../reddit/listing-page.ts";
import type { ListingSource } from "../reddit/listing-source.ts";
import type { LoaderWorld } from "../world.ts";
import { patiently } from "./patience.ts";

/**
 * Reads a page of the feed, which nothing else may stand in for. Where it refuses for as long as patience lasts, the
 * crawl's note says what else there is; and where it does so once more, a minute later, the crawl ends with that advice.
 * @throws {PermanentError} `feed-refuses`. Throws as `readFrom`.
 */
export async function readFeedPage(
  page: PageRequest,
  feed: ListingSource,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ListingPage> {
  try {
    return await patiently((hurried) => readFrom(feed, page, world, hurried), world, crawl);
  } catch (error) {
    if (!(error instanceof ThrottledError) || error.code === "turn-too-late") throw error;
    const advice = adviceFor(feed);
    if (wasRefused(crawl)) throw new PermanentError("feed-refuses", `${error.message} ${advice}`);
    noteOnce(advice, crawl);
    throw error;
  }
}

/** What to do about a feed that refuses; `sign` is there where it is asked as its user's own. */
function adviceFor({ sign }: ListingSource): string {
  const ownFeed =
    sign === undefined
      ? " Or give your own feed's user and token, from https://www.reddit.com/prefs/feeds (RedditFeedSecretArn)."
      : "";
  return `Reddit's feed hardly answers here, and may do so for days. Crawl with the source keyless or archive instead, which need no keys either.${ownFeed}`;
}
