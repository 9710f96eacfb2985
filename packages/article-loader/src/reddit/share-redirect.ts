import { answerTrouble } from "./answer-errors.ts";
import type { Question } from "./listing-source.ts";
import { readRedditPost } from "./reddit-post.ts";

/**
 * Asks Reddit's website where a share link leads, by its redirect. Data centres are most often refused there (403). The
 * page has that post, of which its id alone is known, or none.
 */
export function shareRedirect(sharePath: string): Question {
  return {
    url: new URL(sharePath, "https://www.reddit.com"),
    isUnsigned: true,
    read: (answer, nowMs) => {
      const { location } = answer.headers;
      const target = location === undefined ? null : URL.parse(location, "https://www.reddit.com");
      const isReddit = /(?:^|\.)reddit\.com$/.test(target?.hostname ?? "");
      const id = target && isReddit ? postIdIn(target.pathname) : undefined;
      const trouble = answerTrouble(answer, nowMs);
      if (id === undefined && trouble) throw trouble;
      const posts =
        id === undefined ? [] : [readRedditPost({ id })].filter((post) => post !== undefined);
      return { posts, unreadable: 0, after: undefined, budget: undefined };
    },
  };
}

/** `/r/<subreddit>/comments/<id>/…`, or of a user, perhaps with the comment that was shared. */
export function postIdIn(path: string): string | undefined {
  return /^\/(?:r|u|user)\/[^/]+\/comments\/([0-9a-z]{1,13})(?:[/?]|$)/.exec(path)?.[1];
}
