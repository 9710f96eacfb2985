import type { ListedPost } from "../listing/posts/listed-post.ts";
import type { Reply } from "../network/answer.ts";
import { blockedPage, unknownSubreddit, accessErrors, type Visit } from "./access-errors.ts";

/** Reddit's own grammar of a name; a profile's begins with `u_`. */
const nameGrammar = /^(?:[A-Za-z0-9][A-Za-z0-9_]{1,20}|u_[A-Za-z0-9_-]{3,20}|reddit\.com)$/;

/** How names are spelled whose spelling is not plain lower case. */
const spellings: Readonly<Record<string, string>> = {
  catsstandingup: "CatsStandingUp",
  replaycats: "ReplayCats",
};

/** Subreddits without an access error: their listing is what is special. */
const oddListings = ["replay_empty", "replay_loop", "replay_moving", "replay_short_pages"] as const;

/** The names of `a+b+c` as Reddit spells them; those that are no names are left out. */
export function subredditNames(joined: string): string[] {
  return joined
    .split("+")
    .filter((name) => nameGrammar.test(name))
    .map((name) => spellings[name.toLowerCase()] ?? name.toLowerCase());
}

/** The access error of `names`; undefined when they are listed. Every name without `replay_` is. */
export function accessErrorOf(
  names: readonly string[],
  visit: Omit<Visit, "visit">,
  countVisit: (name: string) => number,
): Reply | undefined {
  const [name] = names;
  if (name === undefined) return accessErrors.replay_notfound?.({ ...visit, visit: 1 });
  // Reddit leaves the closed ones out of several; only one alone has an error to show.
  if (names.length > 1) return undefined;
  const error = accessErrors[name];
  if (error) return error({ ...visit, visit: countVisit(name) });
  return isListed(name) ? undefined : unknownSubreddit(name);
}

/** Whether a subreddit is there for anybody: every name without `replay_`, and the odd listings. */
export function isListed(name: string): boolean {
  const odd = oddListings.some((listed) => listed === name);
  return (!name.startsWith("replay_") || odd) && !(name in accessErrors);
}

/** The demo's posts as posts of `names`: of the only one, or of each in turn. */
export function postsIn(names: readonly string[], posts: readonly ListedPost[]): ListedPost[] {
  const open = names.filter((name) => !(name in accessErrors));
  return posts.map((post, index) => {
    const subreddit = open[index % open.length] ?? post.subreddit;
    const from = `/r/${post.subreddit}/`;
    const to = `/r/${subreddit}/`;
    return {
      ...post,
      subreddit,
      subreddit_name_prefixed: `r/${subreddit}`,
      permalink: post.permalink.replace(from, to),
      url: post.is_self ? post.url.replace(from, to) : post.url,
      domain: post.is_self ? `self.${subreddit}` : post.domain,
    };
  });
}

/** The agents that Reddit throttles: those that libraries send when nobody named one (its API rules). */
const defaultAgent = /^(?:$|node|undici|curl|python|java|axios|got|go-http|okhttp)/i;

/** Whether a client has no user agent of its own. */
export function isDefaultAgent(userAgent: string | undefined): boolean {
  return defaultAgent.test(userAgent ?? "");
}

/** The answer to a client without a user agent of its own; undefined for any other. */
export function agentError(userAgent: string | undefined): Reply | undefined {
  return isDefaultAgent(userAgent)
    ? blockedPage("whoa there, pardner! name your user agent")
    : undefined;
}
