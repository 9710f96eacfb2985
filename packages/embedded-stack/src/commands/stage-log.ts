import type { StackOptions } from "../stack/start-stack.ts";
import type { ProgressView } from "./progress-view.ts";

/** Shows what the stages log: everything when `verbose`, else warnings, errors and what is no log line of theirs. */
export function stageLog(view: ProgressView, verbose: boolean): NonNullable<StackOptions["onLog"]> {
  return ({ function: name, line }) => {
    const entry = parseLine(line);
    if (entry && "_aws" in entry) return;
    const level = entry?.["level"];
    if (!verbose && (level === "debug" || level === "info")) return;
    view.print(entry ? `${name} ${String(level)} ${describe(entry)}` : `${name}: ${line}`);
  };
}

const shownElsewhere = new Set(["time", "level", "service", "event"]);

function describe(entry: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(entry)
    .filter(([name]) => !shownElsewhere.has(name))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`);
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
