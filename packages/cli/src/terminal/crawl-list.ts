import stringWidth from "string-width";

import type { CommandOutput } from "./command-output.ts";
import { formatBytes } from "./crawl-units.ts";
import { textTable, type Column } from "./text/text-table.ts";

/** A crawl in a list. */
export interface CrawlLine {
  crawl_id: string;
  state: string;
  subreddit: string;
  address?: string | undefined;
  sort_method: string;
  time_filter: string;
  requested_at: string;
  posts_listed: number;
  pictures?: number | undefined;
  bytes?: number | undefined;
}

const columns: readonly [heading: string, Column["align"], (crawl: CrawlLine) => string][] = [
  ["crawl", "left", (crawl) => crawl.crawl_id],
  ["requested", "left", (crawl) => `${crawl.requested_at.slice(0, 16).replace("T", " ")} UTC`],
  ["posts of", "left", (crawl) => crawl.address ?? `r/${crawl.subreddit}`],
  ["order", "left", (crawl) => `${crawl.sort_method} of ${crawl.time_filter}`],
  ["state", "left", (crawl) => crawl.state],
  ["posts", "right", (crawl) => String(crawl.posts_listed)],
  ["pictures", "right", (crawl) => String(crawl.pictures ?? "")],
  ["size", "right", ({ bytes }) => (bytes === undefined ? "" : formatBytes(bytes))],
];

/** What a narrow terminal does without, the first first. */
const dispensable = ["size", "order", "posts", "requested"];

/** Gives crawls, the newest first, as a table or as JSON. A terminal gets as many columns of it as it has room for. */
export function listCrawls(crawls: readonly CrawlLine[], output: CommandOutput): void {
  output.result(
    (paint, width) => {
      if (crawls.length === 0)
        return "There is no crawl here yet. --out names another folder, --stack a deployed stack.";
      const [first = "", ...others] = tableWithin(width, crawls);
      return [paint("bold", first), ...others].join("\n");
    },
    () => JSON.stringify({ crawls }, undefined, 2),
  );
}

function tableWithin(width: number, crawls: readonly CrawlLine[], left = dispensable): string[] {
  const shown = columns.filter(
    ([heading]) => left.includes(heading) || !dispensable.includes(heading),
  );
  const table = textTable(
    shown.map(([, align]) => ({ align })),
    [
      shown.map(([heading]) => heading),
      ...crawls.map((crawl) => shown.map(([, , cell]) => cell(crawl))),
    ],
  );
  const fits = table.every((line) => stringWidth(line) <= width);
  return fits || left.length === 0 ? table : tableWithin(width, crawls, left.slice(1));
}
