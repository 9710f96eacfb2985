import type { LastRun } from "./benchmark.ts";
import { markdownTable } from "./markdown.ts";
import { format } from "./report.ts";

/** The table's lines: a scene of `whole-crawl`, and a figure of it. */
const lines = [
  { what: "hosts of 40 ms", name: "quick", figure: "seconds" },
  { what: "hosts of 1 s", name: "slow", figure: "seconds" },
  { what: "processor", name: "quick", figure: "processor" },
] as const;
const columns = ["", "serial/", "gallery-dl/"];

/** What `whole-crawl` measured, as the part of README.md that says how fast a crawl is; empty before its first run. */
export function speedSection(run: LastRun[string] | undefined): string {
  if (!run) return "";
  const value = (name: string) => run.figures.find((figure) => figure.name === name)?.value;
  const rows = lines.map(({ what, name, figure }) => [
    what,
    ...columns.map((column) => {
      const found = value(`whole-crawl/${name}/${column}${figure}`);
      return found === undefined ? "?" : format(found);
    }),
  ]);
  const head = `${value("whole-crawl/quick/stored")} pictures, seconds`;
  return markdownTable([
    [`${head}, load ${format(run.load)}`, "reddit-crawler", "one by one", "gallery-dl"],
    ...rows,
  ]);
}
