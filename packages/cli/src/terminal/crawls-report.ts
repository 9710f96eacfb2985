import type { CommandOutput } from "./command-output.ts";
import { copies, newText, resultDocument, type CrawlResult } from "./crawl-report.ts";
import { countOf, formatBytes, formatDuration } from "./crawl-units.ts";
import { pictures } from "./crawl-view.ts";
import type { Paint } from "./paint.ts";
import { textTable } from "./text/text-table.ts";

/** One of several crawls at its end. */
export interface CrawlOfSeveral {
  /** As the person named it. */
  name: string;
  result: CrawlResult;
  /** How it ended, in a few words. */
  end: string;
}

/** Gives one result of several crawls: a table for people, an array of their results for scripts. */
export function showResults(
  crawls: readonly CrawlOfSeveral[],
  elapsedMs: number,
  output: Pick<CommandOutput, "result">,
): void {
  output.result(
    (paint) => crawlsReport(crawls, elapsedMs, paint),
    () =>
      JSON.stringify(
        crawls.map(({ result }) => resultDocument(result)),
        undefined,
        2,
      ),
  );
}

function crawlsReport(crawls: readonly CrawlOfSeveral[], elapsedMs: number, paint: Paint): string {
  const statuses = crawls.map(({ result }) => result.status);
  const sum = (of: (status: CrawlResult["status"]) => number) =>
    statuses.reduce((total, status) => total + of(status), 0);
  const folder = crawls[0]?.result.folder;
  const [heading = "", ...rows] = textTable(
    [
      { align: "left" },
      { align: "right" },
      { align: "right" },
      { align: "right" },
      { align: "right" },
      { align: "left" },
    ],
    [
      ["posts of", "posts", "pictures", "new", "size", "end"],
      ...crawls.map(({ name, result: { status }, end }) => [
        name,
        String(status.posts.decided),
        String(pictures(status)),
        String(status.pictures.stored),
        formatBytes(status.bytes),
        end,
      ]),
    ],
  );
  return [
    `${paint("bold", countOf(crawls.length, "crawl"))} in ${formatDuration(elapsedMs)}`,
    [
      paint("green", countOf(sum(pictures), "picture")),
      formatBytes(sum(({ bytes }) => bytes)),
      newText(
        sum(({ pictures }) => pictures.stored),
        crawls.reduce((total, { result }) => total + copies(result.records), 0),
      ),
      ...(folder === undefined ? [] : [`in ${folder}`]),
    ].join(", "),
    "",
    paint("bold", heading),
    ...rows,
  ].join("\n");
}
