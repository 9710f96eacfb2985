import * as z from "zod/mini";

import { anySubreddit } from "../crawl-target.ts";
import {
  postIdSchema,
  sharePathSchema,
  subredditNameSchema,
  subredditsSchema,
  userNameSchema,
} from "../identifiers.ts";
import { sortMethods, timeFilters, type CrawlTargetFields } from "../messages/crawl-request.ts";

interface ListingOrder {
  sortMethod: (typeof sortMethods)[number] | undefined;
  timeFilter: (typeof timeFilters)[number] | undefined;
}

/** Whose posts an address names and in which order, or why it is refused. What the address leaves open is undefined. */
export type ListingAddress =
  | ({ kind: "listing" } & CrawlTargetFields & ListingOrder)
  | { kind: "refused"; why: string };

/** Reddit's own names of its site, those of its languages among them; every one shows the same subreddits. */
const redditHost = /^(?:(?:www|old|new|amp|[im]|[a-z]{2}(?:-[a-z]{2})?)\.)?reddit\.com$/;
/** Pages that Reddit shows before the one that was asked for, which `dest` names. */
const wall = /^\/(?:(?:account\/)?(?:login|register)|over_?18)\/?$/i;
/** Parameters by which links are traced, which choose no post. */
const traces = /^(?:utm_\w+|rdt|share_id|ref|ref_source|ref_campaign)$/;
/** An id of today has a digit, which no page of Reddit's own at this place has. */
const bareId = /^(?=.*\d)[0-9a-z]{5,13}$/i;

/** What a text that is no address is told. */
export const listingRule =
  'must name a subreddit ("aww", "r/aww", several as "aww+cats"), a user ("u/name"), or be the reddit.com URL of one, or of a post';
const refused = (why: string): ListingAddress => ({ kind: "refused", why });

/**
 * What a person means by `aww`, `r/aww`, `/r/aww/`, `a+b`, `u_name`, `u/name`, a Reddit URL of one of these, or the
 * address of a post: its page or gallery, `redd.it/<id>`, or a share link. Names are in the case they were written in.
 * The whole of it counts: the order and period of a URL are given, and what cannot be used refuses it. `u_name` is the
 * profile as a subreddit, `u/name` all that the user posted.
 */
export function readListingAddress(text: string): ListingAddress {
  const written = text.trim();
  if (!written.includes("/")) return subredditsOf(written, undefined, new URLSearchParams());
  const url = urlOf(written);
  if (!url) return refused(listingRule);
  if (wall.test(url.pathname)) return readBehindWall(url);
  const path = url.pathname.replaceAll(/^\/|\/$/g, "").split("/");
  const [first = "", name = "", section, ...rest] = path;
  if (url.hostname.endsWith("redd.it"))
    return path.length === 1 ? postOf(first) : refused(listingRule);
  if (/^(?:gallery|comments)$/i.test(first)) return postOf(name);
  if (path.length === 1 && bareId.test(first)) return postOf(first);
  const isUser = /^(?:u|user)$/i.test(first);
  if (!isUser && !/^r$/i.test(first)) return refused(listingRule);
  if (section === "comments" && rest[0] !== undefined)
    return postOf(rest[0], isUser ? `u_${name}` : name);
  if (section === "s" && rest.length === 1) return shareOf(first, name, rest[0] ?? "");
  if (isUser) return userOf(name, [section, ...rest], url.searchParams);
  if (rest.length > 0) return refused(listingRule);
  return subredditsOf(name, section, url.searchParams);
}

/** What a person was about to see when Reddit asked for a login or an age. Each is shorter than the one that names it. */
function readBehindWall(url: URL): ListingAddress {
  const dest = url.searchParams.get("dest");
  const target = dest === null ? null : URL.parse(dest, "https://www.reddit.com/");
  return target ? readListingAddress(target.href) : refused(listingRule);
}

/** Addresses without a scheme are read as Reddit's own. */
function urlOf(written: string): URL | undefined {
  const isHost = /^(?:(?:[a-z]+\.)?reddit\.com|redd\.it)\//i.test(written);
  const isPath = !isHost && !/^https?:/i.test(written);
  if (isPath && !/^\/?(?:r|u|user)\//i.test(written)) return undefined;
  // A path is no URL: what a URL would resolve or decode is no name.
  if (isPath && /[?#%\\]|\/\.{1,2}(?:\/|$)/.test(written)) return undefined;
  const path = written.startsWith("/") ? written : `/${written}`;
  const text = isHost ? `https://${written}` : isPath ? `https://www.reddit.com${path}` : written;
  const url = URL.parse(text);
  if (!url || url.username !== "" || url.password !== "" || url.port !== "") return undefined;
  return redditHost.test(url.hostname) || /^(?:www\.)?redd\.it$/.test(url.hostname)
    ? url
    : undefined;
}

/** A post's own id says all: a query orders its comments, and a comment's address is that of its post. */
function postOf(id: string, subreddit = anySubreddit): ListingAddress {
  const postId = z.safeParse(postIdSchema, id.toLowerCase()).data;
  const place = z.safeParse(subredditNameSchema, subreddit).data;
  if (postId === undefined || place === undefined) return refused(listingRule);
  return {
    kind: "listing",
    subreddit: place,
    postId,
    sortMethod: undefined,
    timeFilter: undefined,
  };
}

function shareOf(kind: string, name: string, code: string): ListingAddress {
  const isUser = !/^r$/i.test(kind);
  const sharePath = z.safeParse(sharePathSchema, `/${kind.toLowerCase()}/${name}/s/${code}`).data;
  if (sharePath === undefined) return refused(listingRule);
  const subreddit = isUser ? `u_${name}` : name;
  return { kind: "listing", subreddit, sharePath, sortMethod: undefined, timeFilter: undefined };
}

/** What a user posted, by the overview or by `submitted`. */
function userOf(
  name: string,
  path: readonly (string | undefined)[],
  query: URLSearchParams,
): ListingAddress {
  const user = z.safeParse(userNameSchema, name).data;
  if (user === undefined) return refused(listingRule);
  const [section = "submitted", ...rest] = path;
  if (section === "m")
    return refused(
      'is a multireddit, which only names subreddits: name them yourself, as "aww+cats"',
    );
  if (!/^(?:submitted|overview|posts)$/.test(section) || rest.length > 0)
    return refused(
      `has "${section}" behind the user, of whom posts alone can be crawled: "u/${user}" crawls all of them`,
    );
  const order = orderOf(undefined, query);
  return "why" in order ? order : { kind: "listing", subreddit: `u_${user}`, user, ...order };
}

function subredditsOf(
  name: string,
  pathOrder: string | undefined,
  query: URLSearchParams,
): ListingAddress {
  if (!z.safeParse(subredditsSchema, name).success) return refused(listingRule);
  const order = orderOf(pathOrder, query);
  return "why" in order ? order : { kind: "listing", subreddit: name, ...order };
}

/** The order and period that an address says, or why they cannot be used. */
function orderOf(
  pathOrder: string | undefined,
  query: URLSearchParams,
): ListingOrder | Extract<ListingAddress, { kind: "refused" }> {
  let sortMethod = sortMethods.find((method) => method === pathOrder);
  if (pathOrder !== undefined && sortMethod === undefined)
    return {
      kind: "refused",
      why: `has "${pathOrder}" behind the subreddit, which is no order that a crawl knows: ${sortMethods.join(", ")}`,
    };
  let timeFilter: (typeof timeFilters)[number] | undefined;
  for (const [key, value] of query) {
    if (traces.test(key)) continue;
    const order = key === "sort" ? sortMethods.find((method) => method === value) : undefined;
    const period = key === "t" ? timeFilters.find((filter) => filter === value) : undefined;
    const isAnother =
      (order && sortMethod && order !== sortMethod) ||
      (period && timeFilter && period !== timeFilter);
    if ((!order && !period) || isAnother)
      return {
        kind: "refused",
        why: `has "${key}=${value}", which a crawl cannot follow; leave it out, and say with the other options what you mean`,
      };
    sortMethod ??= order;
    timeFilter ??= period;
  }
  return { sortMethod, timeFilter };
}
