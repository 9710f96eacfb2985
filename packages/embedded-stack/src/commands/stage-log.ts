import { stripVTControlCharacters } from "node:util";

import type { StackOptions } from "../stack/start-stack.ts";
import type { CommandOutput, Verbosity } from "./command-output.ts";
import type { PaintStyle } from "./paint.ts";

/** The levels that are shown by how much a person wants to read. */
const shownLevels: Readonly<Record<Verbosity, ReadonlySet<unknown>>> = {
  quiet: new Set(["error"]),
  normal: new Set(["warn", "error"]),
  verbose: new Set(["debug", "info", "warn", "error"]),
};

const styles: Readonly<Record<string, PaintStyle>> = { debug: "dim", warn: "yellow", error: "red" };

/** Shows what the stages log, as much as is wanted, and what is no log line of theirs. */
export function stageLog({
  view,
  paint,
  verbosity,
}: Pick<CommandOutput, "view" | "paint" | "verbosity">): NonNullable<StackOptions["onLog"]> {
  return ({ function: name, line }) => {
    const entry = parseLine(line);
    if (entry && "_aws" in entry) return;
    if (!entry) return view.print(`${name}: ${stripVTControlCharacters(line)}`);
    const level = String(entry["level"]);
    if (!shownLevels[verbosity].has(level)) return;
    const time = typeof entry["time"] === "string" ? entry["time"].slice(11, 23) : "";
    const style = styles[level];
    view.print(
      [
        paint("dim", time),
        name.replace(/Function$/, "").padEnd(14),
        style ? paint(style, level.padEnd(5)) : level.padEnd(5),
        describe(entry, (text) => paint("dim", text)),
      ].join(" "),
    );
  };
}

const shownElsewhere = new Set(["time", "level", "service", "event", "requestId"]);

/** JSON.stringify leaves C1 control characters as they are, which some terminals obey. */
const c1Control = /[\u0080-\u009f]/g;

function describe(entry: Readonly<Record<string, unknown>>, dim: (text: string) => string): string {
  const fields = Object.entries(entry)
    .filter(([name]) => !shownElsewhere.has(name))
    .map(([name, value]) => `${dim(`${name}=`)}${JSON.stringify(value).replaceAll(c1Control, "")}`);
  return [String(entry["event"]), ...fields].join(" ");
}

function parseLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
