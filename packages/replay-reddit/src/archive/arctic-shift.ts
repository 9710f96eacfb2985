import type { ReplayListing } from "../listing/replay-listing.ts";
import type { ListedPost } from "../listing/posts/listed-post.ts";
import type { Answer, ReplayHost, ReplayRequest } from "../network/answer.ts";
import { isDefaultAgent, isListed, postsIn, subredditNames } from "../reddit/subreddit.ts";
import type { ListedNames } from "../reddit/listed-names.ts";
import { archiveData, archiveError, timeoutText } from "./archive-answers.ts";
import { archivedPost } from "./archived-post.ts";
import { historyName, historyPosts } from "./history.ts";
import { readSearchQuery, type SearchQuery } from "./search-query.ts";
import { readShortLink } from "./short-links.ts";

/** The host that the archive is reached at. */
export const archiveHost = "arctic-shift.photon-reddit.com";

/** Most ids that one request may name. */
const mostIds = 500;
const mostPaths = 1000;

/**
 * Plays Arctic Shift over a listing: `/api/posts/search`, `/api/posts/ids`, `/api/utils/min` and `/api/short_links`. It
 * knows every post of the listing, and the 10,000 posts of `replay_history`. An unknown, private or banned subreddit and
 * an empty window are all the same empty answer.
 */
export function arcticShift(
  listing: ReplayListing,
  listed: ListedNames,
  now: () => number,
): ReplayHost {
  const known = listing.sticky ? [...listing.posts, listing.sticky] : listing.posts;
  let history: ListedPost[] | undefined;

  function historyOnce(): ListedPost[] {
    history ??= historyPosts(listing);
    return history;
  }
  /** Names are compared as they are spelled. */
  function postsOfSubreddit(name: string): readonly ListedPost[] {
    if (name === historyName) return historyOnce();
    if (listing.recorded) return known.filter(({ subreddit }) => subreddit === name);
    // One name at a time: a list of names is nobody's.
    const [spelled, ...others] = subredditNames(name);
    if (spelled === undefined || others.length > 0 || !isListed(name)) return [];
    const isSpelled = spelled === name || spelled === spelled.toLowerCase();
    return isSpelled ? postsIn([spelled], known) : [];
  }
  function postsOf({ subreddit, author }: SearchQuery) {
    const posts =
      subreddit === undefined
        ? [...known.map((post) => listed.recall(post)), ...historyOnce()]
        : postsOfSubreddit(subreddit);
    return author === undefined ? posts : posts.filter((post) => post.author === author);
  }
  function rows(posts: readonly ListedPost[]) {
    return posts.map((post) => archivedPost(post, now() / 1000));
  }

  function search(query: URLSearchParams): Answer {
    const asked = readSearchQuery(query);
    if ("status" in asked) return asked;
    const page = postsOf(asked)
      .filter(({ created_utc: at }) => at > asked.after && at < asked.before)
      .toSorted((one, other) => other.created_utc - one.created_utc)
      .slice(0, asked.limit);
    listed.remember(page);
    return archiveData(rows(page), now());
  }
  function byIds(query: URLSearchParams): Answer {
    const ids = (query.get("ids") ?? "").split(",").map((id) => id.replace(/^t3_/, ""));
    const malformed = ids.find((id) => !/^[0-9a-z]{1,13}$/.test(id));
    if (malformed !== undefined) return archiveError(400, `'${malformed}' is not a valid id`);
    if (ids.length > mostIds) return archiveError(400, `'ids' must have at most ${mostIds} values`);
    const wanted = new Set(ids);
    const found = [...known.map((post) => listed.recall(post)), ...historyOnce()]
      .filter(({ id }) => wanted.has(id))
      // Neither the order of the request nor that of the listing.
      .toSorted((one, other) => (one.id < other.id ? -1 : 1));
    return archiveData(rows(found), now());
  }
  function earliest(query: URLSearchParams): Answer {
    const asked = readSearchQuery(query);
    if ("status" in asked) return asked;
    const times = postsOf(asked).map((post) => post.created_utc);
    return archiveData(times.length === 0 ? null : Math.min(...times), now());
  }
  function shortLinks(query: URLSearchParams): Answer {
    const paths = (query.get("paths") ?? "").split(",");
    if (paths.length > mostPaths)
      return archiveError(400, `'paths' must have at most ${mostPaths} values`);
    const posts = known.map((post) => listed.recall(post));
    return archiveData(
      paths.flatMap((path) => readShortLink(path, posts) ?? []),
      now(),
    );
  }

  const endpoints: Readonly<Record<string, (query: URLSearchParams) => Answer>> = {
    "/api/posts/search": search,
    "/api/posts/ids": byIds,
    "/api/utils/min": earliest,
    "/api/short_links": shortLinks,
  };
  return ({ url, headers }: ReplayRequest) => {
    // A library's own name lands in a bucket that all its users share.
    if (isDefaultAgent(headers["user-agent"])) return archiveError(422, timeoutText);
    const endpoint = endpoints[url.pathname];
    return endpoint ? endpoint(url.searchParams) : archiveError(404, "Not found");
  };
}
