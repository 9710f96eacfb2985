import {
  maxPostsPerCrawl,
  sortMethods,
  timeFilters,
  type CrawlFilter,
  type CrawlRequest,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { filterInputShape, readFilter } from "./filter-input.ts";
import type { FieldProblem, Problem } from "../http/problem.ts";
import { readSubreddit } from "./subreddit-name.ts";

/** Which posts a caller wants crawled, and what of them. */
export type CrawlSelection = Pick<
  CrawlRequest,
  "subreddit" | "sortMethod" | "timeFilter" | "limit" | keyof CrawlFilter
>;

const subredditRule =
  'must name a subreddit: "aww", "r/aww", "u_name", several as "aww+cats", or a reddit.com URL of one';
/** Chosen: more than a crawl has fields; a body of thousands shall not fill the answer and the log. */
const maxFieldProblems = 20;
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

/** The selection that `body` asks for, or a 400 that names each wrong field once, the first 20. */
export function readCrawlInput(
  body: unknown,
): { selection: CrawlSelection } | { problem: Problem } {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return {
      problem: {
        status: 400,
        detail: 'The body must be a JSON object such as {"subreddit":"aww"}.',
      },
    };
  const result = z.safeParse(crawlInputSchema, body);
  if (!result.success)
    return {
      problem: {
        status: 400,
        detail: "No crawl was started. Correct the fields that errors names.",
        errors: fieldProblems(result.error.issues),
      },
    };
  const { subreddit, sort_method, time_filter, limit } = result.data;
  return {
    selection: {
      subreddit,
      sortMethod: sort_method,
      timeFilter: time_filter,
      limit,
      ...readFilter(result.data),
    },
  };
}

function fieldProblems(issues: readonly z.core.$ZodIssue[]): FieldProblem[] {
  const details = new Map<string, string>();
  for (const issue of issues) {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
    for (const field of unknown)
      details.set(
        field,
        `is unknown; the fields are ${Object.keys(crawlInputSchema.shape).join(", ")}`,
      );
    // Of a list the whole: a caller corrects one field.
    const field = String(issue.path[0] ?? "");
    if (unknown.length === 0 && !details.has(field)) details.set(field, issue.message);
  }
  return Array.from(details, ([field, detail]) => ({ field, detail })).slice(0, maxFieldProblems);
}

function oneOf(values: readonly string[]): string {
  return `must be one of ${values.join(", ")}`;
}
