import type { ReplayListing } from "../listing/replay-listing.ts";
import { json, type ReplayHost } from "../network/answer.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { createRateLimit } from "./rate-limit.ts";
import { redditListing } from "./reddit-listings.ts";
import { agentWall, subredditNames, wallBefore } from "./subreddit.ts";
import { invalidToken } from "./walls.ts";

/** Plays oauth.reddit.com: `/r/{names}/{sort}` for who has a token, behind the wall that a name stands for. */
export function oauthApi(
  listing: ReplayListing,
  tokens: AccessTokens,
  countVisit: (name: string) => number,
  now: () => number,
): ReplayHost {
  const rateLimit = createRateLimit(now);
  return (request) => {
    const { url, headers } = request;
    const agent = agentWall(headers["user-agent"]);
    if (agent) return agent;
    if (!tokens.accepts(request)) return invalidToken();
    const [, joined, sort = "hot"] =
      /^\/r\/([^/]+)(?:\/(hot|new|rising|top|controversial))?\/?$/.exec(url.pathname) ?? [];
    if (joined === undefined) return json({ message: "Not Found", error: 404 }, 404, rateLimit());
    const names = subredditNames(decodeURIComponent(joined));
    const wall = wallBefore(names, { request, tokens }, countVisit);
    if (wall) return wall;
    const page = redditListing(listing, names, sort, url.searchParams);
    const answer = {
      kind: "Listing",
      data: {
        after: page.after,
        before: null,
        dist: page.posts.length,
        modhash: null,
        geo_filter: "",
        children: page.posts.map((data) => ({ kind: "t3", data })),
      },
    };
    const raw = url.searchParams.get("raw_json") === "1";
    return json(raw ? answer : escapedForHtml(answer), 200, rateLimit());
  };
}

/** What `raw_json=1` switches off: `&`, `<` and `>` of every text as entities. */
function escapedForHtml(value: unknown): unknown {
  if (typeof value === "string")
    return value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  if (Array.isArray(value)) return value.map(escapedForHtml);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, escapedForHtml(inner)]),
    );
  return value;
}
