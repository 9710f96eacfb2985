import type { CommandOutput } from "./command-output.ts";
import { formatBytes } from "./crawl-units.ts";
import { textTable, type Column } from "./text-table.ts";

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

/** Gives crawls, the newest first, as a table or as JSON. */
export function listCrawls(crawls: readonly CrawlLine[], output: CommandOutput): void {
  output.result(
    (paint) => {
      if (crawls.length === 0)
        return "There is no crawl here yet. --out names another folder, --stack a deployed stack.";
      const [first = "", ...others] = textTable(
        columns.map(([, align]) => ({ align })),
        [
          columns.map(([heading]) => heading),
          ...crawls.map((crawl) => columns.map(([, , cell]) => cell(crawl))),
        ],
      );
      return [paint("bold", first), ...others].join("\n");
    },
    () => JSON.stringify({ crawls }, undefined, 2),
  );
}
