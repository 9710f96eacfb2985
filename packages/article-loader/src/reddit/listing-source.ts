import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";

import type { RedditAnswer } from "./ask-reddit.ts";
import { readFeedAnswer } from "./feed-answer.ts";
import { readListingAnswer } from "./listing-answer.ts";
import type { ListingPage, PageRequest } from "./listing-page.ts";
import { apiListingUrl, apiPostsUrl, feedListingUrl } from "./listing-url.ts";
import type { CredentialsStore } from "./reddit-credentials.ts";
import { createRedditTokens, type RedditTokens } from "./reddit-tokens.ts";
import { createTokenRequest } from "./token-request.ts";

/** One way to read a subreddit's listing. */
export interface ListingSource {
  /** `oauth` or `feed`, as the crawl's summary says it. */
  readonly name: string;
  /** What this source does not know, for people. */
  readonly note?: string;
  /** The pause between two requests of one crawl that this source wants on top of the gate's, in milliseconds. */
  readonly pauseMs: number;
  /** The tokens that its requests need; undefined where it is public. */
  readonly tokens: RedditTokens | undefined;
  /** Where to ask for a page. */
  readonly pageUrl: (page: PageRequest) => URL;
  /** Where to ask for single posts, at most 100; undefined where the source cannot answer that. */
  readonly postsUrl: ((postIds: readonly string[]) => URL) | undefined;
  /**
   * The page, or the posts, in an answer.
   * @throws {PermanentError} when no retry can help; the message says what it is and what to do.
   * @throws {ThrottledError} when Reddit asks to wait. @throws {RetryableError} when it could not answer.
   */
  readonly read: (answer: RedditAnswer, asked: AskedPosts, nowMs: number) => Promise<ListingPage>;
}

/** Whose posts were asked for, and how many. */
export interface AskedPosts {
  subreddit: string;
  limit: number;
}

/** Reddit's API where there are credentials, as an application without a user; else the public feed. */
export function createListingSource(
  http: OutboundHttp,
  credentials: CredentialsStore | undefined,
  clock: Clock,
): ListingSource {
  if (!credentials) return feed;
  return {
    name: "oauth",
    pauseMs: 0,
    tokens: createRedditTokens(createTokenRequest(http, clock), credentials, clock),
    pageUrl: apiListingUrl,
    postsUrl: apiPostsUrl,
    read: async (answer, { subreddit }, nowMs) => readListingAnswer(answer, subreddit, nowMs),
  };
}

/**
 * The public Atom feed, which needs no key. A feed does not say where it ends. A page with less than half of what was
 * asked for is taken for the last one: Reddit leaves removed posts out of a page that it has cut already, but not half
 * of them, and one more request would cost a minute for each small subreddit.
 */
const feed: ListingSource = {
  name: "feed",
  note: "Read from Reddit's public feed, as there are no credentials: it knows no scores, flairs or NSFW marks and not the pictures of a gallery, and takes a minute for each further page.",
  // Measured by feed readers in June 2026: Reddit answers about one anonymous request a minute and address.
  pauseMs: 60_000,
  tokens: undefined,
  pageUrl: feedListingUrl,
  postsUrl: undefined,
  read: async (answer, { subreddit, limit }, nowMs) => {
    const page = readFeedAnswer(answer, subreddit, nowMs, await import("htmlparser2"));
    return page.posts.length + page.unreadable < limit / 2 ? { ...page, after: undefined } : page;
  },
};
