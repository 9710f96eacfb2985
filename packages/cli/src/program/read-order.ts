import { randomBytes } from "node:crypto";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import {
  contradictions,
  crawlInputSchema,
  readSelection,
} from "@reddit-crawler/message-schema/http-api/crawl-input";
import { importObjectKey, newCrawlId, type CrawlSelection } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { orderOf, type CrawlOrder } from "../pipeline/crawl-api.ts";
import { filterFields, type FilterFlags } from "./filter-options.ts";

/** What a person says about a crawl; what is left open is undefined. */
export interface OrderFlags extends FilterFlags {
  sort?: string;
  time?: string;
  limit: number;
  source?: string;
  from?: string;
}

/** Words of `crawl` itself, which no typo of shall crawl a subreddit. */
const commands = ["list", "show", "retry", "verify", "help"];

/**
 * The order that `subreddit`, a name or an address, and `flags` make: checked as the HTTP API does, before anything starts.
 * @throws {CommandError} naming every part that is wrong, or that would be without effect.
 */
export function readOrder(subreddit: string, flags: OrderFlags, nowMs = Date.now()): CrawlOrder {
  const meant = commands.find((command) => isTypoOf(subreddit.toLowerCase(), command));
  if (meant !== undefined)
    throw new CommandError(
      `Did you mean "crawl ${meant}"? The subreddit of that name is crawled by: crawl r/${subreddit}`,
    );
  const input = z.safeParse(crawlInputSchema, {
    subreddit,
    ...(flags.sort !== undefined && { sort_method: flags.sort }),
    ...(flags.time !== undefined && { time_filter: flags.time }),
    limit: flags.limit,
    ...sourceOf(flags, nowMs),
    ...filterFields(flags),
  });
  if (!input.success) throw new CommandError(problems(input.error.issues, subreddit));
  const wrong = contradictions(input.data);
  if (wrong.length > 0)
    throw new CommandError(
      wrong
        .map(({ field, detail }) => {
          const words = detail.replace("before since", "before --since");
          return field === "subreddit"
            ? `"${subreddit}" ${words}.`
            : `${optionOf[field] ?? `--${field}`} ${words}.`;
        })
        .join("\n"),
    );
  const selection = readSelection(input.data);
  const { sortMethod, timeFilter, since, until, postId, sharePath } = selection;
  if ((postId ?? sharePath) !== undefined && (flags.sort ?? flags.time) !== undefined)
    throw new CommandError(
      "--sort and --time are without effect on a single post. Leave them out.",
    );
  const isRanking = sortMethod === "top" || sortMethod === "controversial";
  const period = flags.time ?? input.data.subreddit.timeFilter;
  if (period !== undefined && !isRanking)
    throw new CommandError(
      `${flags.time === undefined ? `"${subreddit}" has t=` : "--time "}${period}, which is without effect on "${sortMethod}": only top and controversial have a period. Leave it out, or add --sort top.`,
    );
  if (since !== undefined && Date.parse(since) > nowMs)
    throw new CommandError(`--since ${since} is in the future: no post can be so new.`);
  // The archive ranks the period that ends with --until, and a file is read whole.
  const isOfNow = isRanking && selection.source !== "archive" && selection.source !== "file";
  if (isOfNow && until !== undefined && Date.parse(until) < nowMs - periodMs[timeFilter])
    throw new CommandError(
      `--until ${until} is before the last ${timeFilter}, of which the ${sortMethod} posts are: none could be kept. Add a longer --time, or --source archive, which ranks the ${timeFilter} before --until.`,
    );
  return orderOf(selection);
}

/**
 * The order of each name, once where a person named it twice.
 * @throws {CommandError} that says of every name what is wrong with it, before anything starts.
 */
export function readOrders(
  names: readonly string[],
  flags: OrderFlags,
  nowMs = Date.now(),
): CrawlOrder[] {
  const orders = new Map<string, CrawlOrder>();
  const wrong = new Set<string>();
  for (const name of names)
    try {
      const order = readOrder(name, flags, nowMs);
      // A file's key is another one for each crawl.
      const key = JSON.stringify({ ...order, import_key: undefined });
      if (!orders.has(key)) orders.set(key, order);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      wrong.add(error.message);
    }
  if (wrong.size > 0) throw new CommandError([...wrong].join("\n"));
  return [...orders.values()];
}

/** The way that the person wants; a file is one by itself, and gets the key that its posts will have in the bucket. */
function sourceOf({ source, from }: OrderFlags, nowMs: number) {
  if (from === undefined) {
    if (source === "file")
      throw new CommandError("--source file reads a dump or download: name it with --from FILE.");
    return source === undefined ? {} : { source };
  }
  if (source !== undefined && source !== "file")
    throw new CommandError(`--from reads a file, and --source ${source} does not: leave one out.`);
  return { source: "file", import_key: importObjectKey(newCrawlId(nowMs, randomBytes)) };
}

const dayMs = 86_400_000;
/** A day longer than each is: Reddit's clock decides. */
const periodMs: Readonly<Record<CrawlSelection["timeFilter"], number>> = {
  hour: 3_600_000 + dayMs,
  day: 2 * dayMs,
  week: 8 * dayMs,
  month: 32 * dayMs,
  year: 367 * dayMs,
  all: Infinity,
};

const optionOf: Readonly<Record<string, string>> = {
  media_hosts: "--hosts",
  min_score: "--min-score",
  max_per_post: "--max-per-post",
  include_deleted: "--include-deleted",
  sort_method: "--sort",
  time_filter: "--time",
};

function problems(issues: readonly z.core.$ZodIssue[], subreddit: string): string {
  const lines = issues.map(({ path, message }) => {
    const field = String(path[0]);
    return field === "subreddit"
      ? `"${subreddit}" ${message}.${lengthWords(subreddit)}`
      : `${optionOf[field] ?? `--${field}`} ${message}.`;
  });
  return [...new Set(lines)].join("\n");
}

/** What else to say of a name whose letters are right, and whose length is not. */
function lengthWords(name: string): string {
  const length = /^(?:\/?r\/)?(\w+)\/?$/.exec(name)?.[1]?.length ?? 2;
  return length < 2 || length > 21 ? " A name has 2 to 21 letters, digits or _." : "";
}

/** Whether `word` is `command` with one letter more, fewer or another, or two neighbours exchanged; or the command itself. */
function isTypoOf(word: string, command: string): boolean {
  if (Math.abs(word.length - command.length) > 1) return false;
  let start = 0;
  while (start < word.length && word[start] === command[start]) start += 1;
  const rest = word.slice(start);
  const wanted = command.slice(start);
  return (
    rest === wanted ||
    rest.slice(1) === wanted ||
    rest === wanted.slice(1) ||
    rest.slice(1) === wanted.slice(1) ||
    (rest.slice(2) === wanted.slice(2) && rest[0] === wanted[1] && rest[1] === wanted[0])
  );
}
