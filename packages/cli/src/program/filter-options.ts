import { maxLinksPerPost } from "@reddit-crawler/message-schema";
import { InvalidArgumentError, Option, type Command } from "commander";

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
  maxPerPost?: number;
  hosts?: string[];
}

/** `command` with the options that leave posts out, or some of their pictures. */
export function filterOptions(command: Command): Command {
  return command
    .optionsGroup("Which of them (the rest is left out and counted):")
    .addOption(
      new Option("--min-score <votes>", "at least so many votes").argParser(
        wholeNumber(-1_000_000_000, 1_000_000_000),
      ),
    )
    .addOption(new Option("--no-nsfw", "none that is marked NSFW"))
    .addOption(new Option("--no-spoilers", "none that is marked as a spoiler"))
    .addOption(new Option("--flair <flair>", "only this flair"))
    .addOption(new Option("--author <name>", "only this author"))
    .addOption(
      new Option(
        "--since <when>",
        "none older than 2026-11-22, an instant, or 12h, 3d, 2w",
      ).argParser((text: string) => readSince(text, Date.now())),
    )
    .addOption(
      new Option("--max-per-post <n>", "only the first n pictures of a post").argParser(
        wholeNumber(1, maxLinksPerPost),
      ),
    )
    .addOption(
      new Option(
        "--hosts <names>",
        "only pictures of these hosts: reddit,imgur,… or all",
      ).argParser((text: string) => text.split(",").map((name) => name.trim())),
    );
}

/** The fields of the order that `flags` fill; none that the person said nothing about. */
export function filterFields(flags: FilterFlags): Partial<CrawlOrder> {
  const { minScore, nsfw, spoilers, flair, author, since, maxPerPost, hosts } = flags;
  return {
    ...(minScore !== undefined && { min_score: minScore }),
    ...(!nsfw && { nsfw }),
    ...(!spoilers && { spoilers }),
    ...(flair !== undefined && { flair }),
    ...(author !== undefined && { author }),
    ...(since !== undefined && { since }),
    ...(maxPerPost !== undefined && { max_per_post: maxPerPost }),
    ...(hosts !== undefined && { media_hosts: hosts }),
  };
}

const hourMs = 3_600_000;
const unitsMs: Readonly<Record<string, number>> = { h: hourMs, d: 24 * hourMs, w: 168 * hourMs };

/** The instant that a person means by a date, an instant, or an age such as `3d`. @throws {InvalidArgumentError} for anything else. */
export function readSince(text: string, nowMs: number): string {
  const [, count, unit = ""] = /^(\d{1,4})([hdw])$/.exec(text) ?? [];
  const at = count === undefined ? Date.parse(text) : nowMs - Number(count) * (unitsMs[unit] ?? 0);
  if (Number.isNaN(at) || !/^\d/.test(text))
    throw new InvalidArgumentError(
      "It must be a date such as 2026-11-22, an instant such as 2026-11-22T20:00:00Z, or an age such as 12h, 3d or 2w.",
    );
  return new Date(at).toISOString();
}
