import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";

import { readListingAnswer } from "../reddit/listing-answer.ts";
import type { ListingSource } from "../gate/listing-source.ts";
import { apiListingUrl, apiPostsUrl } from "../reddit/listing-url.ts";
import type { Turn } from "../gate/request-gate.ts";
import type { RedditTokens } from "../reddit/reddit-tokens.ts";
import { askReddit } from "./ask-reddit.ts";

/** Reads listings from Reddit's API as an application without a user. A refused token is renewed once. */
export function createOauthListing(
  http: OutboundHttp,
  tokens: RedditTokens,
  clock: Clock,
): ListingSource {
  const ask = async (url: URL, turn: Turn) => {
    const token = await tokens.current();
    const answer = await turn(() =>
      askReddit(http, { url, headers: { authorization: `bearer ${token}` } }),
    );
    if (answer.status === 401) tokens.drop(token);
    return answer;
  };
  const read = async (url: URL, subreddit: string, turn: Turn) => {
    const first = await ask(url, turn);
    const answer = first.status === 401 ? await ask(url, turn) : first;
    return readListingAnswer(answer, subreddit, clock.now());
  };
  return {
    name: "oauth",
    pauseMs: 0,
    readPage: (page, turn) => read(apiListingUrl(page), page.subreddit, turn),
    readPosts: (postIds, turn) => read(apiPostsUrl(postIds), "all", turn),
  };
}
