import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";

import { readFeedAnswer } from "../reddit/feed-answer.ts";
import type { ListingSource } from "../gate/listing-source.ts";
import { feedListingUrl } from "../reddit/listing-url.ts";
import { askReddit } from "./ask-reddit.ts";

/** Measured by feed readers in June 2026: Reddit answers about one anonymous request a minute and address. */
const feedPauseMs = 60_000;

/**
 * Reads listings from the public Atom feed, which needs no key. A feed does not say where it ends. A page with less than
 * half of what was asked for is taken for the last one: Reddit leaves removed posts out of a page that it has cut
 * already, but not half of them, and one more request would cost a minute for each small subreddit.
 */
export function createFeedListing(http: OutboundHttp, clock: Clock): ListingSource {
  return {
    name: "feed",
    note: "Read from Reddit's public feed, as there are no credentials: it knows no scores, flairs or NSFW marks and not the pictures of a gallery, and takes a minute for each further page.",
    pauseMs: feedPauseMs,
    readPage: async (page, turn) => {
      const answer = await turn(() => askReddit(http, { url: feedListingUrl(page) }));
      const parser = await import("htmlparser2");
      const feed = readFeedAnswer(answer, page.subreddit, clock.now(), parser);
      const entries = feed.posts.length + feed.unreadable;
      return entries < page.limit / 2 ? { ...feed, after: undefined } : feed;
    },
  };
}
