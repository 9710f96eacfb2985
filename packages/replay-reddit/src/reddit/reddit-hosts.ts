import type { ReplayListing } from "../listing/replay-listing.ts";
import { sharedPermalink } from "../archive/short-links.ts";
import {
  json,
  redirect,
  type Reply,
  type ReplayHost,
  type ReplayRequest,
} from "../network/answer.ts";
import { blockedPage, invalidToken } from "./access-errors.ts";
import type { AccessTokens } from "./access-tokens.ts";
import { atomFeed } from "./atom-feed.ts";
import { createFeedPace, type FeedPace } from "./feed-pace.ts";
import type { ListedNames } from "./listed-names.ts";
import { redditListing, userListing, type ListingPage } from "./reddit-listing.ts";
import { accessErrorOf, agentError, subredditNames } from "./subreddit.ts";

const apiPath = /^\/r\/([^/]+?)(?:\/(hot|new|rising|top|controversial))?\/?(?:\.json)?$/;
const feedPath = /^\/r\/([^/]+?)(?:\/(hot|new|rising|top|controversial))?(?:\/?\.rss)$/;
const userApiPath = /^\/user\/([\w-]+)\/submitted\/?(?:\.json)?$/;
const postFeedPath = /^(?:\/r\/[^/]+)?\/comments\/([0-9a-z]{1,13})(?:\/[^/]+)?\/?\.rss$/;
const userFeedPath = /^\/user\/([\w-]+)\/submitted\/?\.rss$/;

/**
 * Reddit's own hosts by name. They count the visits to a subreddit together.
 *
 * oauth.reddit.com is for clients that have a token: `/r/{names}/{sort}` and `/user/{name}/submitted`, also with
 * `.json` at its end, and `/api/info` with the raw posts of the listing. www.reddit.com has the token service and the
 * public feeds, of a post's comments, too, and redirects share links. Everything else there, and above all the anonymous `.json`, answers 403, as Reddit does since May 2026.
 */
export function redditHosts(
  listing: ReplayListing,
  listed: ListedNames,
  tokens: AccessTokens,
  now: () => number,
  feedPace: FeedPace = {},
): Map<string, ReplayHost> {
  const visits = new Map<string, number>();
  const feedTooEarly = createFeedPace(feedPace, now);
  const rateLimit = createRateLimit(now);
  /** The feed has no adverts. */
  const fed = { ...listing, posts: listing.posts.filter((post) => post["promoted"] !== true) };

  /** What `write` makes of the page that the path asks for, or the access error that a name stands for. */
  function answerPage(
    request: ReplayRequest,
    [, joined = "", sort = "hot"]: RegExpExecArray,
    write: (page: ListingPage, names: readonly string[]) => Reply,
    shown = listing,
  ): Reply {
    const names = subredditNames(decodeURIComponent(joined));
    const error = accessErrorOf(names, { request, tokens }, (name) => {
      visits.set(name, (visits.get(name) ?? 0) + 1);
      return visits.get(name) ?? 1;
    });
    return error ?? written(redditListing(shown, names, sort, request.url.searchParams));

    function written(page: ListingPage): Reply {
      listed.remember(page.posts);
      return write(page, names);
    }
  }
  function answerUser(
    { url }: ReplayRequest,
    [, name = ""]: RegExpExecArray,
    write: (page: ListingPage, names: readonly string[]) => Reply,
  ): Reply {
    const posts = listing.posts.map((post) => listed.recall(post));
    const page = userListing(posts, name, url.searchParams);
    return page ? write(page, [`u_${name}`]) : json({ message: "Not Found", error: 404 }, 404);
  }

  /** A post's own feed: the post, then a comment. */
  function answerPost(
    [, id]: RegExpExecArray,
    write: (page: ListingPage, names: readonly string[]) => Reply,
  ): Reply {
    const found = listing.posts.find((post) => post.id === id);
    if (!found) return json({ message: "Not Found", error: 404 }, 404);
    const post = listed.recall(found);
    const comment = { ...post, name: "t1_c0mm3nt", title: "/u/cat_friend on a cat" };
    return write({ posts: [post, comment], after: null }, [post.subreddit]);
  }

  const api: ReplayHost = (request) => {
    const { url, headers } = request;
    const agent = agentError(headers["user-agent"]);
    if (agent) return agent;
    if (!tokens.accepts(request)) return invalidToken();
    if (url.pathname === "/api/info")
      return json(infoAnswer(listing, url.searchParams.get("id") ?? ""), 200, rateLimit());
    const write = (page: ListingPage) => {
      const answer = listingOf(page);
      const raw = url.searchParams.get("raw_json") === "1";
      return json(raw ? answer : escapedForHtml(answer), 200, rateLimit());
    };
    const path = apiPath.exec(url.pathname);
    if (path) return answerPage(request, path, write);
    const user = userApiPath.exec(url.pathname);
    if (user) return answerUser(request, user, write);
    return json({ message: "Not Found", error: 404 }, 404, rateLimit());
  };

  const website: ReplayHost = (request) => {
    const { url, headers } = request;
    const agent = agentError(headers["user-agent"]);
    if (agent) return agent;
    if (url.pathname === "/api/v1/access_token") return tokens.grant(request);
    const path = feedPath.exec(url.pathname);
    const post = path ?? postFeedPath.exec(url.pathname);
    const shared = sharedPermalink(url.pathname, listing.posts);
    if (shared !== undefined) return redirect(shared, 301);
    const user = post ?? userFeedPath.exec(url.pathname);
    if (!user) return blockedPage("You've been blocked by network security.");
    const tooEarly = feedTooEarly(url.searchParams);
    if (tooEarly) return tooEarly;
    const write = ({ posts }: ListingPage, names: readonly string[]) => ({
      status: 200,
      headers: { "content-type": "application/atom+xml; charset=UTF-8" },
      body: atomFeed(url, names, posts),
    });
    if (path) return answerPage(request, path, write, fed);
    return post ? answerPost(post, write) : answerUser(request, user, write);
  };

  return new Map([
    ["oauth.reddit.com", api],
    ["www.reddit.com", website],
    ["old.reddit.com", website],
  ]);
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

/** Reddit's quota of one app, as recorded: 600 requests in a window of 600 seconds. */
const quota = 600;
const windowSeconds = 600;

/** Counts requests; gives the headers of the next answer. */
function createRateLimit(now: () => number): () => Record<string, string> {
  let windowStart = -Infinity;
  let used = 0;
  return () => {
    const elapsed = () => (now() - windowStart) / 1000;
    if (elapsed() >= windowSeconds) {
      windowStart = now();
      used = 0;
    }
    used += 1;
    return {
      "x-ratelimit-used": String(used),
      "x-ratelimit-remaining": Math.max(0, quota - used).toFixed(1),
      "x-ratelimit-reset": String(Math.ceil(windowSeconds - elapsed())),
    };
  };
}
