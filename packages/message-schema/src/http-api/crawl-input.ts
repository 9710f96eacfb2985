import * as z from "zod/mini";

import { importKeySchema } from "../identifiers.ts";
import {
  crawlSources,
  maxArchivedPostsPerCrawl,
  maxPostsPerCrawl,
  sortMethods,
  timeFilters,
  type CrawlSelection,
} from "../messages/crawl-request.ts";
import { crawlTarget, gatheredListing } from "../crawl-target.ts";
import { described } from "../described.ts";
import { filterInputShape, readFilter } from "./filter-input.ts";
import { listingRule, readListingAddress } from "./listing-address.ts";

/** The most bytes of a body that are read: a crawl takes 100, and nothing larger is worth parsing. */
export const maxBodyBytes = 8 * 1024;

const limitRule = `must be a whole number from 1 to ${maxPostsPerCrawl}, or to ${maxArchivedPostsPerCrawl} with the source archive or file`;
const importRule = "goes with the source file, which needs it";
const shareRule =
  "must be the post's own address with the source file: a share link does not say which post it is";
const archiveOrderRule = "must be new or top with the source archive, which knows no other order";
const archiveNameRule =
  "names several subreddits, and the source archive lists one at a time: start a crawl for each";
const otherAuthorRule =
  "must be left out for a user's posts, which are by nobody else: no post could be kept";
const orderRule = "must be left out with the source file, which is read in its own order";

/** The body of `POST /crawls`: only `subreddit` is required, and a field that is not listed is a mistake. */
export const crawlInputSchema = z.strictObject({
  subreddit: z.pipe(
    described(
      z.string({
        error: (issue) => (issue.input === undefined ? "is required" : listingRule),
      }),
      "whose posts: a subreddit, several joined by +, all of a user (u/name), or one post by its address",
    ),
    z.transform((text, context) => {
      const address = readListingAddress(text);
      if (address.kind === "listing") return address;
      context.issues.push({ code: "custom", message: address.why, input: text });
      return z.NEVER;
    }),
  ),
  sort_method: z.optional(
    z.enum(sortMethods, oneOf(sortMethods)).check(
      z.meta({
        description:
          "without it that of the address, else top, of a user new; of a single post without effect",
      }),
    ),
  ),
  time_filter: z.optional(
    z.enum(timeFilters, oneOf(timeFilters)).check(
      z.meta({
        description:
          "without it that of the address, else day, of a user all; of a single post without effect",
      }),
    ),
  ),
  limit: z.prefault(
    z.int(limitRule).check(z.minimum(1, limitRule), z.maximum(maxArchivedPostsPerCrawl, limitRule)),
    100,
  ),
  source: z.optional(z.enum(crawlSources, oneOf(crawlSources))),
  import_key: z.optional(importKeySchema),
  ...filterInputShape,
});

/** What is wrong with fields that are right alone, each under the name of its field. */
export function contradictions(
  input: z.output<typeof crawlInputSchema>,
): { field: string; detail: string }[] {
  const { limit, source, since, until, import_key: importKey, subreddit: address } = input;
  const { user, sortMethod, author } = readSelection(input);
  const isFile = source === "file";
  const { kind } = crawlTarget(address);
  const isArchived = source === "archive" && (kind === "subreddits" || kind === "user");
  return [
    ...(isArchived && sortMethod !== "new" && sortMethod !== "top"
      ? [{ field: "sort_method", detail: archiveOrderRule }]
      : []),
    ...(isArchived && kind === "subreddits" && gatheredListing.test(address.subreddit)
      ? [{ field: "subreddit", detail: archiveNameRule }]
      : []),
    ...(user !== undefined && author !== undefined && author.toLowerCase() !== user.toLowerCase()
      ? [{ field: "author", detail: otherAuthorRule }]
      : []),
    ...(user !== undefined && sortMethod === "rising"
      ? [{ field: "sort_method", detail: "must be new, top, hot or controversial for a user" }]
      : []),
    ...(limit > maxPostsPerCrawl && source !== "archive" && source !== "file"
      ? [{ field: "limit", detail: limitRule }]
      : []),
    ...(isFile === (importKey === undefined) ? [{ field: "import_key", detail: importRule }] : []),
    ...(isFile && address.sharePath !== undefined
      ? [{ field: "subreddit", detail: shareRule }]
      : []),
    ...(isFile && (input.sort_method ?? address.sortMethod) !== undefined
      ? [{ field: "sort_method", detail: orderRule }]
      : []),
    ...(isFile && (input.time_filter ?? address.timeFilter) !== undefined
      ? [{ field: "time_filter", detail: orderRule }]
      : []),
    ...(since !== undefined && until !== undefined && Date.parse(since) > Date.parse(until)
      ? [{ field: "until", detail: "must not be before since" }]
      : []),
  ];
}

/**
 * The selection of the crawl request. An order and a period of their own win over those of the address. Without any, a
 * subreddit's are the day's top posts, and a user's all, the newest first. A single post has none.
 */
export function readSelection(input: z.output<typeof crawlInputSchema>): CrawlSelection {
  const { subreddit: address, sort_method: sort, time_filter: time, limit, source } = input;
  const { kind: _kind, sortMethod, timeFilter, ...named } = address;
  const { kind } = crawlTarget(named);
  const isOne = kind === "post" || kind === "share";
  const isListed = kind === "subreddits";
  // A file has no order to choose: these are what comes closest.
  const isFile = source === "file";
  return {
    ...named,
    sortMethod: isFile
      ? "new"
      : ((isOne ? undefined : (sort ?? sortMethod)) ?? (isListed ? "top" : "new")),
    timeFilter: isFile
      ? "all"
      : ((isOne ? undefined : (time ?? timeFilter)) ?? (isListed ? "day" : "all")),
    limit: isOne ? 1 : limit,
    source,
    importKey: input.import_key,
    ...readFilter(input),
  };
}

function oneOf(values: readonly string[]): string {
  return `must be one of ${values.join(", ")}`;
}
