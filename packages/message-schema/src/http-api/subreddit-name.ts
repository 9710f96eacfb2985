import * as z from "zod/mini";

import { subredditsSchema } from "../identifiers.ts";

/** Reddit's own names of its site; every one shows the same subreddits. */
const redditHost = /^(?:(?:www|old|new|np|m|sh)\.)?reddit\.com$/;
/** What may follow a subreddit in its URL and still mean the subreddit: its orders, and a profile's tabs. */
const viewOfListing = /^(?:best|hot|new|rising|top|controversial|overview|posts|submitted)$/;

/**
 * The subreddit that a person means by `aww`, `r/aww`, `/r/aww/`, `a+b`, `u/name`, `user/name`, `u_name` or a Reddit URL
 * of one, in the case it was written in. Undefined for everything else, a post's URL included.
 */
export function readSubreddit(text: string): string | undefined {
  const written = text.trim();
  const name = written.includes("/") ? readPath(pathOf(written)) : written;
  return name !== undefined && z.safeParse(subredditsSchema, name).success ? name : undefined;
}

function pathOf(written: string): string | undefined {
  const withScheme = /^(?:[a-z]+\.)?reddit\.com\//i.test(written) ? `https://${written}` : written;
  if (!/^https?:/i.test(withScheme)) return written;
  const url = URL.parse(withScheme);
  const plain = url !== null && url.username === "" && url.password === "" && url.port === "";
  return plain && redditHost.test(url.hostname) ? url.pathname : undefined;
}

function readPath(path: string | undefined): string | undefined {
  const [kind = "", name, ...views] = path?.replace(/^\/|\/$/g, "").split("/") ?? [];
  if (name === undefined || views.length > 1) return undefined;
  if (views[0] !== undefined && !viewOfListing.test(views[0])) return undefined;
  if (/^r$/i.test(kind)) return name;
  // A profile is a subreddit of its own; several profiles cannot be joined this way.
  if (/^(?:u|user)$/i.test(kind)) return name.includes("+") ? undefined : `u_${name}`;
  return undefined;
}
