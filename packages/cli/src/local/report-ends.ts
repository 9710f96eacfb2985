import { orderName } from "../pipeline/crawl-api.ts";
import { whereToLook } from "../terminal/advice.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import { givenUpLines, showResult } from "../terminal/crawl-report.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { crawlName } from "../terminal/crawl-view.ts";
import type { TimeSpent } from "../terminal/crawl-watch.ts";
import { showResults } from "../terminal/crawls-report.ts";
import type { hostWaits } from "./host-waits.ts";
import { statusOfEnded, type EndedCrawl } from "./order-and-follow.ts";

/** A command's crawls at their end. */
interface CrawlEnds {
  ended: readonly EndedCrawl[];
  /** Where the time of each went. */
  spent: readonly TimeSpent[];
  elapsedMs: number;
  folder: string;
  /** Whether the result is an array also of a single crawl. */
  asList: boolean | undefined;
  /** The page that shows the folder. */
  index: string;
  /** Large pictures of which it has no small copy yet. */
  withoutCopy: number;
  /** Where a key's picture lies below the folder. */
  pathOf: (key: string) => string | undefined;
  /** Posts whose pictures were removed while the crawls ran. */
  missing: number;
}

/** Gives the result of a command's crawls, and says what a person can do about what did not come. */
export function reportEnds(
  {
    ended,
    spent,
    elapsedMs,
    folder,
    asList = false,
    index,
    withoutCopy,
    pathOf,
    missing,
  }: CrawlEnds,
  waits: ReturnType<typeof hostWaits>,
  output: CommandOutput,
): void {
  const { view } = output;
  const results = ended.map((crawl, place) => {
    const { records, givenUp } = crawl.end.progress;
    const result = {
      status: statusOfEnded(crawl),
      records,
      givenUp,
      spent: spent[place],
      folder,
      pathOf,
    };
    return { name: nameOf(crawl), result, end: endWords(crawl) };
  });
  const [single, ...others] = results;
  const isSingle = single !== undefined && others.length === 0 && !asList;
  if (!isSingle) showResults(results, elapsedMs, output);
  else showResult(single.result, output);
  for (const crawl of ended) {
    const { crawlId, end } = crawl;
    if (end.kind === "failed") view.print(`The crawl of ${nameOf(crawl)} failed. ${end.message}`);
    else if (end.kind === "waiting")
      view.print(`${isSingle ? "" : `${nameOf(crawl)}: `}${waits.endWords(crawlId, end.open)}`);
    else if (end.kind === "given-up" && !isSingle)
      for (const line of givenUpLines(end.progress.givenUp, output.paint)) view.print(line);
  }
  const ends = new Set(ended.map(({ end }) => end.kind));
  if (ends.has("given-up")) view.print("Run the same crawl again to go on.");
  if (ends.has("decided")) output.hint(whereToLook(index, withoutCopy));
  if (missing > 0)
    view.print(
      `The pictures of ${countOf(missing, "post")} were removed while the crawl ran. Run the same crawl again to download them anew.`,
    );
}

function nameOf({ status, order }: EndedCrawl): string {
  return status ? crawlName(status) : orderName(order);
}

function endWords({ end }: EndedCrawl): string {
  if (end.kind === "given-up") return `${countOf(end.progress.givenUp.length, "post")} given up`;
  if (end.kind === "waiting") return end.open === 1 ? "1 post waits" : `${end.open} posts wait`;
  return end.kind === "decided" ? "finished" : end.kind;
}
