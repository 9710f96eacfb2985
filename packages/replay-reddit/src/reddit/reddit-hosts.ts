import type { ReplayListing } from "../listing/replay-listing.ts";
import type { ReplayHost } from "../network/answer.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { oauthApi } from "./oauth-api.ts";
import { redditWebsite } from "./reddit-website.ts";

/** Gives Reddit's own hosts by name. They count the visits to a subreddit together. */
export function redditHosts(
  listing: ReplayListing,
  tokens: AccessTokens,
  now: () => number,
): Map<string, ReplayHost> {
  const visits = new Map<string, number>();
  function countVisit(name: string): number {
    const visit = (visits.get(name) ?? 0) + 1;
    visits.set(name, visit);
    return visit;
  }
  const website = redditWebsite(listing, tokens, countVisit);
  return new Map([
    ["oauth.reddit.com", oauthApi(listing, tokens, countVisit, now)],
    ["www.reddit.com", website],
    ["old.reddit.com", website],
  ]);
}
