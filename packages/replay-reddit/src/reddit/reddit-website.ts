import type { ReplayListing } from "../listing/replay-listing.ts";
import type { ReplayHost } from "../network/answer.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { atomFeed } from "./atom-feed.ts";
import { redditListing } from "./reddit-listings.ts";
import { agentWall, subredditNames, wallBefore } from "./subreddit.ts";
import { networkWall } from "./walls.ts";

const feedPath = /^\/r\/([^/]+?)(?:\/(hot|new|rising|top|controversial))?(?:\/?\.rss)$/;

/**
 * Plays www.reddit.com: the token service and the public feeds. Everything else, and above all the anonymous `.json`,
 * is behind the wall that Reddit built in May 2026.
 */
export function redditWebsite(
  listing: ReplayListing,
  tokens: AccessTokens,
  countVisit: (name: string) => number,
): ReplayHost {
  return (request) => {
    const { url, headers } = request;
    const agent = agentWall(headers["user-agent"]);
    if (agent) return agent;
    if (url.pathname === "/api/v1/access_token") return tokens.grant(request);
    const [, joined, sort = "hot"] = feedPath.exec(url.pathname) ?? [];
    if (joined === undefined) return networkWall("You've been blocked by network security.");
    const names = subredditNames(decodeURIComponent(joined));
    const wall = wallBefore(names, { request, tokens }, countVisit);
    if (wall) return wall;
    const { posts } = redditListing(listing, names, sort, url.searchParams);
    return {
      status: 200,
      headers: { "content-type": "application/atom+xml; charset=UTF-8" },
      body: atomFeed(url, names, posts),
    };
  };
}
