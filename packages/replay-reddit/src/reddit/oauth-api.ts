import type { ReplayListing } from "../listing/replay-listing.ts";
import { json, type ReplayHost } from "../network/answer.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { createRateLimit } from "./rate-limit.ts";
import { redditListing, type ListingPage } from "./reddit-listing.ts";
import { agentError, subredditNames, accessErrorOf } from "./subreddit.ts";
import { invalidToken } from "./access-errors.ts";

/**
 * Plays oauth.reddit.com for a client that has a token: `/r/{names}/{sort}`, also with `.json` at its end, with the access
 * error that a name stands for, and `/api/info` with the raw posts of the listing.
 */
export function oauthApi(
  listing: ReplayListing,
  tokens: AccessTokens,
  countVisit: (name: string) => number,
  now: () => number,
): ReplayHost {
  const rateLimit = createRateLimit(now);
  return (request) => {
    const { url, headers } = request;
    const agent = agentError(headers["user-agent"]);
    if (agent) return agent;
    if (!tokens.accepts(request)) return invalidToken();
    if (url.pathname === "/api/info")
      return json(infoAnswer(listing, url.searchParams.get("id") ?? ""), 200, rateLimit());
    const [, joined, sort = "hot"] =
      /^\/r\/([^/]+?)(?:\/(hot|new|rising|top|controversial))?\/?(?:\.json)?$/.exec(url.pathname) ??
      [];
    if (joined === undefined) return json({ message: "Not Found", error: 404 }, 404, rateLimit());
    const names = subredditNames(decodeURIComponent(joined));
    const error = accessErrorOf(names, { request, tokens }, countVisit);
    if (error) return error;
    const page = redditListing(listing, names, sort, url.searchParams);
    const answer = listingOf(page);
    const raw = url.searchParams.get("raw_json") === "1";
    return json(raw ? answer : escapedForHtml(answer), 200, rateLimit());
  };
}

/** The posts with these fullnames, which are joined by commas. */
function infoAnswer({ posts, sticky }: ReplayListing, fullnames: string) {
  const wanted = new Set(fullnames.split(","));
  const known = sticky ? [...posts, sticky] : posts;
  return listingOf({ posts: known.filter(({ name }) => wanted.has(name)), after: null });
}

function listingOf({ posts, after }: ListingPage) {
  return {
    kind: "Listing",
    data: {
      after,
      before: null,
      dist: posts.length,
      modhash: null,
      geo_filter: "",
      children: posts.map((data) => ({ kind: "t3", data })),
    },
  };
}

/** What `raw_json=1` switches off: `&`, `<` and `>` of every text as entities. */
function escapedForHtml(value: unknown): unknown {
  const escape = (text: string) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return JSON.parse(JSON.stringify(value), (_name, inner: unknown) =>
    typeof inner === "string" ? escape(inner) : inner,
  );
}
