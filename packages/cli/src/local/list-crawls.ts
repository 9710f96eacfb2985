import { formatBytes } from "../terminal/crawl-units.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { textTable } from "../terminal/text-table.ts";

/** A crawl in a list. */
export interface CrawlLine {
  crawl_id: string;
  state: string;
  subreddit: string;
  sort_method: string;
  time_filter: string;
  requested_at: string;
  posts_listed: number;
  pictures?: number | undefined;
  bytes?: number | undefined;
}

/** Gives crawls, the newest first, as a table or as JSON. */
export function listCrawls(crawls: readonly CrawlLine[], output: CommandOutput): void {
  output.result(
    (paint) => {
      if (crawls.length === 0)
        return "There is no crawl here yet. --out names another folder, --stack a deployed stack.";
      const rows = crawls.map((crawl) => [
        crawl.crawl_id,
        `${crawl.requested_at.slice(0, 16).replace("T", " ")} UTC`,
        `r/${crawl.subreddit}`,
        `${crawl.sort_method} of ${crawl.time_filter}`,
        crawl.state,
        String(crawl.posts_listed),
        crawl.pictures === undefined ? "" : String(crawl.pictures),
        crawl.bytes === undefined ? "" : formatBytes(crawl.bytes),
      ]);
      const heading = [
        "crawl",
        "requested",
        "subreddit",
        "posts of",
        "state",
        "posts",
        "pictures",
        "size",
      ];
      const text = { align: "left" } as const;
      const number = { align: "right" } as const;
      const [first = "", ...others] = textTable(
        [text, text, text, text, text, number, number, number],
        [heading, ...rows],
      );
      return [paint("bold", first), ...others].join("\n");
    },
    () => JSON.stringify({ crawls }, undefined, 2),
  );
}
