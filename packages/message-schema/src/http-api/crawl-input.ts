import * as z from "zod/mini";

import {
  maxPostsPerCrawl,
  sortMethods,
  timeFilters,
  type CrawlSelection,
} from "../messages/crawl-request.ts";
import { filterInputShape, readFilter } from "./filter-input.ts";
import { readSubreddit } from "./subreddit-name.ts";

/** The most bytes of a body that are read: a crawl takes 100, and nothing larger is worth parsing. */
export const maxBodyBytes = 8 * 1024;

const subredditRule =
  'must name a subreddit: "aww", "r/aww", "u_name", several as "aww+cats", or a reddit.com URL of one';
const limitRule = `must be a whole number from 1 to ${maxPostsPerCrawl}`;

/** The body of `POST /crawls`: only `subreddit` is required, and a field that is not listed is a mistake. */
export const crawlInputSchema = z.strictObject({
  subreddit: z.pipe(
    z.string({
      error: (issue) => (issue.input === undefined ? "is required" : subredditRule),
    }),
    z.transform((text, context) => {
      const name = readSubreddit(text);
      if (name !== undefined) return name;
      context.issues.push({ code: "custom", message: subredditRule, input: text });
      return z.NEVER;
    }),
  ),
  sort_method: z.prefault(z.enum(sortMethods, oneOf(sortMethods)), "top"),
  time_filter: z.prefault(z.enum(timeFilters, oneOf(timeFilters)), "day"),
  limit: z.prefault(
    z.int(limitRule).check(z.minimum(1, limitRule), z.maximum(maxPostsPerCrawl, limitRule)),
    100,
  ),
  ...filterInputShape,
});

/** The selection of the crawl request. */
export function readSelection(input: z.output<typeof crawlInputSchema>): CrawlSelection {
  const { subreddit, sort_method: sortMethod, time_filter: timeFilter, limit } = input;
  return { subreddit, sortMethod, timeFilter, limit, ...readFilter(input) };
}

function oneOf(values: readonly string[]): string {
  return `must be one of ${values.join(", ")}`;
}
