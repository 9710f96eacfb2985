import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import { anySubreddit } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import { saysTooMuch } from "./answer-errors.ts";
import type { RedditAnswer } from "./ask-reddit.ts";

const reasons = {
  private: (name: string) =>
    `${name} is private: only members whom its moderators approved can read it. Crawl another subreddit.`,
  banned: (name: string) =>
    `${name} was banned by Reddit and cannot be read any more. Crawl another subreddit.`,
  quarantined: (name: string) =>
    `${name} is quarantined: Reddit shows it only to a logged-in account that opted in, which application credentials cannot do. Crawl another subreddit.`,
  gated: (name: string) =>
    `${name} is gated: Reddit shows it only to a logged-in account that accepted its warning, which application credentials cannot do. Crawl another subreddit.`,
};
type AccessCode =
  | keyof typeof reasons
  | "moved"
  | "legally-blocked"
  | "forbidden"
  | "login-wanted"
  | "over-18";
const isReason = (reason: string): reason is keyof typeof reasons => Object.hasOwn(reasons, reason);

const refusalSchema = z.object({ reason: z.optional(z.unknown()) });

/**
 * Why `subreddit` cannot be read by anyone with these means, from Reddit's answer; undefined where the answer does not
 * say so. The codes are `subreddit-` and: not-found, moved, private, banned, quarantined, gated, forbidden,
 * legally-blocked, login-wanted, over-18. A profile (`u_name`) is a person in each message.
 */
export function accessErrorOf(answer: RedditAnswer, subreddit: string): PermanentError | undefined {
  const { status, headers } = answer;
  const name = nameOf(subreddit);
  const accessError = (code: AccessCode, message: string) =>
    new PermanentError(`subreddit-${code}`, message);

  if (status >= 300 && status < 400) {
    const location = headers["location"] ?? "";
    const path = URL.parse(location, "https://www.reddit.com/")?.pathname ?? "";
    if (/^\/(?:(?:account\/)?(?:login|register)|signin|signup)(?:[/.]|$)/i.test(path))
      return accessError(
        "login-wanted",
        `Reddit asks for a login before it shows ${name}. Check that the credentials are of an application that may read it, or crawl another subreddit.`,
      );
    if (/^\/over_?18(?:[/.]|$)/i.test(path))
      return accessError(
        "over-18",
        `Reddit asks whether its reader is over 18 before it shows ${name}. Give application credentials (RedditCredentialsSecretArn), whose account shows adult content, or crawl another subreddit.`,
      );
    // https://www.reddit.com/dev/api/ does not say so; prawcore reads the same redirect in the same way.
    if (/\/subreddits\/search/.test(location)) return notFound(name);
    const other = /\/r\/([A-Za-z0-9_]{2,24})(?:\/|$)/.exec(path)?.[1];
    if (other && other.toLowerCase() !== subreddit.toLowerCase())
      return accessError(
        "moved",
        `${name} only leads elsewhere: ask for ${nameOf(other)} instead.`,
      );
    return undefined;
  }
  if (status === 451)
    return accessError(
      "legally-blocked",
      `${name} is blocked for legal reasons where this crawler runs (451). Run it in another region or crawl another subreddit.`,
    );
  if ((status !== 403 && status !== 404) || saysTooMuch(answer)) return undefined;

  const refusal = z.safeParse(refusalSchema, parseJson(answer.body));
  const reason = typeof refusal.data?.reason === "string" ? refusal.data.reason : "";
  if (isReason(reason)) return accessError(reason, reasons[reason](name));
  if (status === 404) return notFound(name);
  if (!refusal.success || headers["retry-after"] !== undefined) return undefined;
  const said = /^[\w -]{1,40}$/.test(reason) ? `, reason "${reason}"` : "";
  return accessError(
    "forbidden",
    `Reddit refuses ${name} to this application (403${said}). ${
      isProfile(subreddit) ? "The person's account" : "The subreddit"
    } may be closed to it, or the application's account suspended: check https://www.reddit.com/prefs/apps or crawl another subreddit.`,
  );
}

function notFound(name: string): PermanentError {
  return new PermanentError(
    "subreddit-not-found",
    name.startsWith("u/")
      ? `Reddit shows no ${name}: there is no such person, or the account is suspended or deleted. Check how it is spelled.`
      : `${name} does not exist on Reddit. Check how it is spelled.`,
  );
}

function isProfile(subreddit: string): boolean {
  return /^u_/i.test(subreddit);
}

/** As people write it: a profile is that of a person, and where a post is may not be known. */
function nameOf(subreddit: string): string {
  if (subreddit === anySubreddit) return "The post's subreddit";
  return isProfile(subreddit) ? `u/${subreddit.slice(2)}` : `r/${subreddit}`;
}
