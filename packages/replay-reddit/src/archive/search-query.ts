import type { Answer } from "../network/answer.ts";
import { archiveError } from "./archive-answers.ts";

/** What `/api/posts/search` is asked for, the newest posts first. Both bounds are exclusive, in seconds since 1970. */
export interface SearchQuery {
  subreddit: string | undefined;
  author: string | undefined;
  after: number;
  before: number;
  limit: number;
}

/** The archive has more parameters, and other words for an instant, which nobody here asks for. */
const played = new Set(["subreddit", "author", "after", "before", "limit", "sort"]);

/** Reads a query, or gives the error that it is answered with. */
export function readSearchQuery(query: URLSearchParams): SearchQuery | Answer {
  const text = (name: string) => query.get(name) ?? undefined;
  const whole = (name: string, absent: number) => {
    const given = text(name) ?? String(absent);
    return /^-?(?:\d+|Infinity)$/.test(given) ? Number(given) : NaN;
  };
  const unplayed = [...query.keys()].find((name) => !played.has(name));
  if (unplayed !== undefined) return archiveError(400, `'${unplayed}' is not played`);
  if ((text("sort") ?? "desc") !== "desc") return archiveError(400, "'sort' must be 'desc'");
  const limit = whole("limit", 25);
  if (!(limit >= 1 && limit <= 100)) return archiveError(400, "'limit' must be between 1 and 100");
  const bounds = { after: whole("after", -Infinity), before: whole("before", Infinity) };
  const wrong = Object.entries(bounds).find(([, value]) => Number.isNaN(value));
  if (wrong) return archiveError(400, `'${wrong[0]}' is not a valid date`);
  return { subreddit: text("subreddit"), author: text("author"), limit, ...bounds };
}
