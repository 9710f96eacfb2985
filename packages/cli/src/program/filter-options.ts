import { maxLinksPerPost } from "@reddit-crawler/message-schema";
import { InvalidArgumentError, type Command } from "commander";

import type { CrawlOrder } from "../pipeline/crawl-api.ts";
import { wholeNumber } from "./options.ts";

/** What the person wants left out. */
export interface FilterFlags {
  minScore?: number;
  nsfw: boolean;
  spoilers: boolean;
  flair?: string;
  author?: string;
  since?: string;
  until?: string;
  includeDeleted?: boolean;
  maxPerPost?: number;
  hosts?: string[];
}

/** `command` with the options that leave posts out, or some of their pictures. */
export function filterOptions(command: Command): Command {
  return command
    .optionsGroup("Which of them (the rest, and what nobody knows, is left out and counted):")
    .option("--min-score <votes>", "at least so many votes", wholeNumber(-1e9, 1e9))
    .option("--no-nsfw", "none that is marked NSFW")
    .option("--no-spoilers", "none that is marked as a spoiler")
    .option("--flair <flair>", "only this flair")
    .option("--author <name>", "only this author")
    .option(
      "--since <when>",
      "none older than 2026-11-22, an instant, or 12h, 3d, 2w",
      (text: string) => readSince(text, Date.now()),
    )
    .option("--until <when>", "none younger than that", (text: string) =>
      readSince(text, Date.now()),
    )
    .option("--include-deleted", "also what its author deleted, where it can still be had")
    .option(
      "--max-per-post <n>",
      "only the first n pictures of a post",
      wholeNumber(1, maxLinksPerPost),
    )
    .option(
      "--hosts <names>",
      "pictures of these hosts and no others: reddit,imgur,redgifs,… or all; without it MEDIA_HOSTS, or reddit,imgur",
      (text: string) => text.split(",").map((name) => name.trim()),
    );
}

/** The fields of the order that `flags` fill; none that the person said nothing about. */
export function filterFields(flags: FilterFlags): Partial<CrawlOrder> {
  const {
    minScore,
    nsfw,
    spoilers,
    flair,
    author,
    since,
    until,
    includeDeleted,
    maxPerPost,
    hosts,
  } = flags;
  return {
    ...(minScore !== undefined && { min_score: minScore }),
    ...(!nsfw && { nsfw }),
    ...(!spoilers && { spoilers }),
    ...(flair !== undefined && { flair }),
    ...(author !== undefined && { author }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(includeDeleted === true && { include_deleted: true }),
    ...(maxPerPost !== undefined && { max_per_post: maxPerPost }),
    ...(hosts !== undefined && { media_hosts: hosts }),
  };
}

const hourMs = 3_600_000;
const unitsMs: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 168 * hourMs };

/** A day alone, or an instant of it with its offset from UTC. */
const dateForm = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/** The instant that a person means by a date, an instant, or an age such as `3d`. @throws {InvalidArgumentError} for anything else. */
export function readSince(text: string, nowMs: number): string {
  const [, count, unit = ""] = /^(\d{1,4})([hdw])$/.exec(text) ?? [];
  const at = count === undefined ? dateOf(text) : nowMs - Number(count) * (unitsMs[unit] ?? 0);
  if (Number.isNaN(at))
    throw new InvalidArgumentError(
      "It must be a date such as 2026-11-22, an instant such as 2026-11-22T20:00:00Z, or an age such as 12h, 3d or 2w.",
    );
  return new Date(at).toISOString();
}

/** Milliseconds since 1970; NaN for what is no date. Date.parse alone takes "3" for March 2001, and February 30 for March 2. */
function dateOf(text: string): number {
  const day = dateForm.exec(text)?.[1] ?? "";
  const dayMs = Date.parse(day);
  const isDay = !Number.isNaN(dayMs) && new Date(dayMs).toISOString().startsWith(day);
  return isDay ? Date.parse(text) : Number.NaN;
}
