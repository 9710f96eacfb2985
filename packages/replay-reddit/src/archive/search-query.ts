import type { ListedPost } from "../listing/posts/listed-post.ts";
import type { Answer } from "../network/answer.ts";
import { archiveError, timeoutText } from "./archive-answers.ts";
import { readSearchTime } from "./search-time.ts";

/** What `/api/posts/search` is asked for. `after` and `before` are both exclusive, in seconds. */
export interface SearchQuery {
  subreddit?: string;
  author?: string;
  after: number;
  before: number;
  limit: number | "auto";
  ascending: boolean;
  /** Undefined for whole posts. */
  fields?: readonly string[];
  matches(post: ListedPost): boolean;
}

/** What `fields` may name; everything about pictures is missing. */
const selectable = new Set(
  (
    "author author_fullname author_flair_text created_utc distinguished id retrieved_on subreddit subreddit_id score " +
    "crosspost_parent link_flair_text num_comments over_18 post_hint selftext spoiler title url"
  ).split(" "),
);

/** Parameters that search a text, and need an author or a subreddit beside them. */
const keywords = ["title", "selftext", "query", "link_flair_text"] as const;

/** Reads a query, or gives the error that it is answered with. */
export function readSearchQuery(query: URLSearchParams, nowSeconds: number): SearchQuery | Answer {
  const text = (name: string) => query.get(name) ?? undefined;
  const subreddit = text("subreddit")?.replace(/^\/?r\//, "");
  const author = text("author")?.replace(/^\/?u(?:ser)?\//, "");
  const after = instant("after", -Infinity);
  const before = instant("before", Infinity);
  if (typeof after === "string") return archiveError(400, after);
  if (typeof before === "string") return archiveError(400, before);
  const limit = readLimit(text("limit"));
  if (limit === undefined) return archiveError(400, "'limit' must be between 1 and 100");
  const sort = text("sort") ?? "desc";
  if (sort !== "asc" && sort !== "desc") return archiveError(400, "'sort' must be 'asc' or 'desc'");
  const fields = text("fields")?.split(",");
  const unknown = fields?.find((field) => !selectable.has(field));
  if (unknown !== undefined) return archiveError(400, `'${unknown}' is not a valid field`);
  const keyword = keywords.find((name) => query.has(name));
  if (keyword !== undefined && subreddit === undefined && author === undefined)
    return archiveError(400, `'${keyword}' needs 'author' or 'subreddit'`);
  // In practice a search by address always times out.
  if (query.has("url")) return archiveError(422, timeoutText);

  function instant(name: string, absent: number): number | string {
    const given = text(name);
    if (given === undefined || given === "") return absent;
    return readSearchTime(given, nowSeconds) ?? `'${name}' is not a valid date`;
  }

  return {
    ...(subreddit !== undefined && { subreddit }),
    ...(author !== undefined && { author }),
    after,
    before,
    limit,
    ascending: sort === "asc",
    ...(fields && { fields }),
    matches: (post) =>
      flagMatches(text("over_18"), post["over_18"]) &&
      flagMatches(text("spoiler"), post["spoiler"]) &&
      contains(post.title, text("title") ?? text("query")) &&
      contains(post.selftext ?? "", text("selftext")) &&
      contains(flairOf(post), text("link_flair_text")),
  };
}

function readLimit(text: string | undefined): number | "auto" | undefined {
  if (text === undefined) return 25;
  if (text === "auto") return "auto";
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 100 ? Number(text) : undefined;
}

function flagMatches(asked: string | undefined, flag: unknown): boolean {
  return asked === undefined || (asked === "true") === (flag === true);
}

function flairOf({ link_flair_text: flair }: ListedPost): string {
  return typeof flair === "string" ? flair : "";
}

function contains(text: string, asked: string | undefined): boolean {
  return asked === undefined || text.toLowerCase().includes(asked.toLowerCase());
}
