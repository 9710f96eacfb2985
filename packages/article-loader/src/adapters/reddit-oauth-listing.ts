import type { Clock } from "@reddit-crawler/function-runtime/clock";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/outbound-http";

import { readListingAnswer } from "../listing-answer.ts";
import type { ListingSource } from "../listing-source.ts";
import { apiListingUrl } from "../listing-url.ts";
import type { RedditTokens } from "../reddit-tokens.ts";
import { askReddit } from "./ask-reddit.ts";

/** Reads listings from Reddit's API as an application without a user. A refused token is renewed once. */
export function createOauthListing(
  http: OutboundHttp,
  tokens: RedditTokens,
  clock: Clock,
): ListingSource {
  return {
    name: "oauth",
    pauseMs: 0,
    readPage: async (page, turn) => {
      const url = apiListingUrl(page);
      const ask = async () => {
        const token = await tokens.current();
        const answer = await turn(() =>
          askReddit(http, { url, headers: { authorization: `bearer ${token}` } }),
        );
        if (answer.status === 401) tokens.drop(token);
        return answer;
      };
      const first = await ask();
      const answer = first.status === 401 ? await ask() : first;
      return readListingAnswer(answer, page.subreddit, clock.now());
    },
  };
}
