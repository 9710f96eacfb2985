import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";
import { anySubreddit, feedGateKey, redditGateKey } from "@reddit-crawler/message-schema";

import { newDoor } from "../gate/door.ts";
import { readFeedAnswer } from "./feed-answer.ts";
import { withFeedKey, type FeedKeyStore } from "./feed-key.ts";
import { readListingAnswer } from "./listing-answer.ts";
import type { PageRequest } from "./listing-page.ts";
import type { ListingSource, Question } from "./listing-source.ts";
import { apiListingUrl, apiPostsUrl, feedListingUrl, feedPostUrl } from "./listing-url.ts";
import { shareRedirect } from "./share-redirect.ts";
import { singlePost } from "./single-post.ts";
import type { CredentialsStore } from "./tokens/reddit-credentials.ts";
import { createRedditTokens } from "./tokens/reddit-tokens.ts";
import { createTokenRequest } from "./tokens/token-request.ts";

/** Reddit's API, by the grant of the credentials. Its requests are `spacingMs` apart. */
export function apiSource(
  http: OutboundHttp,
  credentials: CredentialsStore,
  clock: Clock,
  spacingMs: number,
): ListingSource {
  return {
    name: "oauth",
    door: newDoor(redditGateKey, spacingMs),
    tokens: createRedditTokens(createTokenRequest(http, clock), credentials, clock),
    page: (page) => {
      const { postId, subreddit } = page;
      if (postId === undefined)
        return {
          url: apiListingUrl(page),
          read: (answer, nowMs) => readListingAnswer(answer, subreddit, nowMs),
        };
      return {
        url: apiPostsUrl([postId]),
        read: (answer, nowMs) =>
          singlePost(readListingAnswer(answer, subreddit, nowMs), postId, "Reddit"),
      };
    },
    posts: (postIds) => ({
      url: apiPostsUrl(postIds),
      read: (answer, nowMs) => readListingAnswer(answer, "all", nowMs),
    }),
  };
}

/** Measured by feed readers in June 2026: Reddit answers about one anonymous request a minute and address. */
const feedSpacingMs = 60_000;

/**
 * The public Atom feed, which needs no key. A feed does not say where it ends. A page with less than half of what was
 * asked for is taken for the last one: Reddit leaves removed posts out of a page that it has cut already, but not half
 * of them, and one more request would cost a minute for each small subreddit. With a user's `key` it is asked as that
 * user's own, which Reddit refuses less often (seen in 2026), at the same pace.
 */
export function feedSource(key?: FeedKeyStore): ListingSource {
  return {
    name: "feed",
    note: "Read from Reddit's public feed, which needs no credentials: it knows no scores, flairs or NSFW marks and not the pictures of a gallery, and takes a minute for each further page.",
    lacks: [
      { filter: "nsfw", what: "NSFW marks" },
      { filter: "spoilers", what: "spoiler marks" },
      { filter: "minScore", what: "scores" },
      { filter: "flair", what: "flairs" },
    ],
    door: newDoor(feedGateKey, feedSpacingMs),
    tokens: undefined,
    sign: key && ((url) => withFeedKey(url, key)),
    page: (asked) =>
      asked.postId === undefined ? feedPage(asked) : feedPost(asked.postId, asked.subreddit),
    posts: undefined,
    sharedPost: shareRedirect,
  };
}

function feedPage(asked: PageRequest): Question {
  return {
    url: feedListingUrl(asked),
    read: async (answer, nowMs) => {
      const page = readFeedAnswer(answer, asked.subreddit, nowMs, await import("htmlparser2"));
      return page.posts.length + page.unreadable < asked.limit / 2
        ? { ...page, after: undefined }
        : page;
    },
  };
}

/** A post's own feed begins with the post; its comments are no posts. */
function feedPost(postId: string, place: string): Question {
  const subreddit = place === anySubreddit ? undefined : place;
  return {
    url: feedPostUrl(postId, subreddit),
    read: async (answer, nowMs) => {
      const none = { posts: [], unreadable: 0, after: undefined, budget: undefined };
      const page =
        answer.status === 404
          ? none
          : readFeedAnswer(answer, place, nowMs, await import("htmlparser2"));
      return singlePost(page, postId, "Reddit's feed");
    },
  };
}
