import type { ReplayListing } from "../listing/replay-listing.ts";
import type { ReplayHost } from "../network/answer.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { atomFeed } from "./atom-feed.ts";
import { redditListing } from "./reddit-listing.ts";
import { agentError, subredditNames, accessErrorOf } from "./subreddit.ts";
import { blockedPage } from "./access-errors.ts";

const feedPath = /^\/r\/([^/]+?)(?:\/(hot|new|rising|top|controversial))?(?:\/?\.rss)$/;

/**
 * Plays www.reddit.com: the token service and the public feeds. Everything else, and above all the anonymous `.json`,
 * answers 403, as Reddit does since May 2026.
 */
export function redditWebsite(
  listing: ReplayListing,
  tokens: AccessTokens,
  countVisit: (name: string) => number,
): ReplayHost {
  return (request) => {
    const { url, headers } = request;
    const agent = agentError(headers["user-agent"]);
    if (agent) return agent;
    if (url.pathname === "/api/v1/access_token") return tokens.grant(request);
    const [, joined, sort = "hot"] = feedPath.exec(url.pathname) ?? [];
    if (joined === undefined) return blockedPage("You've been blocked by network security.");
    const names = subredditNames(decodeURIComponent(joined));
    const error = accessErrorOf(names, { request, tokens }, countVisit);
    if (error) return error;
    const { posts } = redditListing(listing, names, sort, url.searchParams);
    return {
      status: 200,
      headers: { "content-type": "application/atom+xml; charset=UTF-8" },
      body: atomFeed(url, names, posts),
    };
  };
}
