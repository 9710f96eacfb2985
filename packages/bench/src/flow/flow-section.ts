import type { Figure } from "../benchmark.ts";
import { markdownTable } from "../markdown.ts";
import { format } from "../report.ts";
import { before } from "./before.ts";
import { bursts, failingCounts, lags, workerCounts } from "./models.ts";
import { emulatorRuns, localRuns } from "./real-stacks.ts";

/** The tables of FLOW.md: what each scene came to before, and what it comes to in `figures`. */
export function flowSection(figures: readonly Figure[]): string {
  const value = (name: string) => figures.find((figure) => figure.name === `flow/${name}`)?.value;
  const shown = (name: string) => format(value(name) ?? NaN);
  const was = (table: Readonly<Record<string, string>>, row: string | number) => table[row] ?? "";

  const realRows = (table: string, where: string, runs: typeof localRuns) =>
    runs.flatMap(({ places, failing }) => {
      const name = `${table}/${places}/${failing}`;
      if (value(`${name}/seconds`) === undefined) return [];
      return [
        [
          where,
          String(places),
          String(failing),
          was(before.stack, `${places}/${failing}`),
          `${shown(`${name}/seconds`)} s`,
          shown(`${name}/ratio`),
        ],
      ];
    });
  const beside = failingCounts.map((failing) => [
    String(failing),
    ...(["503", "429"] as const).flatMap((status) => [
      was(before[status], failing),
      `${shown(`beside/${status}/${failing}/seconds`)} s`,
      shown(`beside/${status}/${failing}/ratio`),
    ]),
  ]);
  const late = lags.map(({ places, posts, lag }) => [
    `${lag} s`,
    String(places),
    String(posts),
    was(before.lag, `${places}/${lag}`),
    ["throttles", "dropped", "lost-attempts"]
      .map((what) => shown(`lag/${places}/${lag}/${what}`))
      .join(" / "),
    `${shown(`lag/${places}/${lag}/seconds`)} s`,
  ]);
  const many = bursts.map(({ name }) => [
    name,
    was(before.bursts, name),
    `${shown(`burst/${name}/minutes`)} min`,
    shown(`burst/${name}/unlisted`),
  ]);
  const counts = workerCounts.map((workers) => [
    String(workers),
    was(before.counting, workers),
    ...["writes", "refused", "listings"].map((what) => shown(`counting/${workers}/${what}`)),
  ]);
  return [
    "## 100 posts, some answer 500 for ever, with the real zips",
    markdownTable([
      ["On", "Places", "Failing", "Before", "Good ones stored", "÷ alone"],
      ...realRows("stack", "local stack", localRuns),
      ...realRows("emulator", "other emulator", emulatorRuns),
    ]),
    "## 300 good posts beside failing ones, simulated",
    markdownTable([
      ["Failing", "503 before", "503", "÷ alone", "429 before", "429", "÷ alone"],
      ...beside,
    ]),
    "## Counts of SQS that are late, simulated",
    markdownTable([
      ["Late", "Places", "Posts", "Before", "Throttles / dropped / lost attempts", "Last post"],
      ...late,
    ]),
    "## Many crawls, simulated",
    markdownTable([["Posted", "Before", "Last one listed", "Not listed"], ...many]),
    "## Many workers, 1,000 posts, simulated",
    markdownTable([
      ["Workers", "Count's PUTs before", "All PUTs a post", "Refused PUTs", "LISTs a post"],
      ...counts,
    ]),
  ].join("\n\n");
}
