import * as z from "zod/mini";

import { subredditsSchema } from "../identifiers.ts";
import { sortMethods, timeFilters } from "../messages/crawl-request.ts";

/** The listing that an address names, or why it is refused. What the address leaves open is undefined. */
export type ListingAddress =
  | {
      kind: "listing";
      subreddit: string;
      sortMethod: (typeof sortMethods)[number] | undefined;
      timeFilter: (typeof timeFilters)[number] | undefined;
    }
  | { kind: "refused"; why: string };

/** Reddit's own names of its site; every one shows the same subreddits. */
const redditHost = /^(?:(?:www|old|new|np|m|sh)\.)?reddit\.com$/;
/** Parameters by which links are traced, which choose no post. */
const traces = /^(?:utm_\w+|rdt|share_id|ref|ref_source|ref_campaign)$/;

/** What a text that is no address is told. */
export const listingRule =
  'must name a subreddit: "aww", "r/aww", "u_name", several as "aww+cats", or a reddit.com URL of one';
const refused = (why: string): ListingAddress => ({ kind: "refused", why });

/**
 * The listing that a person means by `aww`, `r/aww`, `/r/aww/`, `a+b`, `u_name` or a Reddit URL of one, in the case it was
 * written in. The whole of it counts: the order and period of a URL are given, and what cannot be used refuses it. So does
 * a user's address: as a subreddit, a profile has only what was posted on the profile itself.
 */
export function readListingAddress(text: string): ListingAddress {
  const written = text.trim();
  if (!written.includes("/")) return listingOf(written, undefined, new URLSearchParams());
  const url = urlOf(written);
  if (!url) return refused(listingRule);
  const [kind = "", name = "", ...rest] = url.pathname.replaceAll(/^\/|\/$/g, "").split("/");
  if (/^(?:u|user)$/i.test(kind)) return refused(userRule(name));
  if (!/^r$/i.test(kind) || rest.length > 1) return refused(listingRule);
  return listingOf(name, rest[0], url.searchParams);
}

/** Addresses without a scheme are read as Reddit's own. */
function urlOf(written: string): URL | undefined {
  const isHost = /^(?:[a-z]+\.)?reddit\.com\//i.test(written);
  const isPath = !isHost && !/^https?:/i.test(written);
  if (isPath && !/^\/?(?:r|u|user)\//i.test(written)) return undefined;
  // A path is no URL: what a URL would resolve or decode is no name.
  if (isPath && /[?#%\\]|\/\.{1,2}(?:\/|$)/.test(written)) return undefined;
  const path = written.startsWith("/") ? written : `/${written}`;
  const text = isHost ? `https://${written}` : isPath ? `https://www.reddit.com${path}` : written;
  const url = URL.parse(text);
  if (!url || url.username !== "" || url.password !== "" || url.port !== "") return undefined;
  return redditHost.test(url.hostname) ? url : undefined;
}

function listingOf(
  name: string,
  pathOrder: string | undefined,
  query: URLSearchParams,
): ListingAddress {
  if (!z.safeParse(subredditsSchema, name).success) return refused(listingRule);
  let sortMethod = sortMethods.find((method) => method === pathOrder);
  if (pathOrder !== undefined && sortMethod === undefined)
    return refused(
      `has "${pathOrder}" behind the subreddit, which is no order that a crawl knows: ${sortMethods.join(", ")}`,
    );
  let timeFilter: (typeof timeFilters)[number] | undefined;
  for (const [key, value] of query) {
    if (traces.test(key)) continue;
    const order = key === "sort" ? sortMethods.find((method) => method === value) : undefined;
    const period = key === "t" ? timeFilters.find((filter) => filter === value) : undefined;
    if ((!order && !period) || (order && sortMethod && order !== sortMethod))
      return refused(
        `has "${key}=${value}", which a crawl cannot follow; leave it out, and say with the other options what you mean`,
      );
    sortMethod ??= order;
    timeFilter ??= period;
  }
  return { kind: "listing", subreddit: name, sortMethod, timeFilter };
}

function userRule(name: string): string {
  const profile = /^[\w-]{3,20}$/.test(name) ? `u_${name}` : "u_name";
  return `names a user, whose posts in subreddits cannot be listed; "${profile}" crawls what was posted on the profile itself`;
}
