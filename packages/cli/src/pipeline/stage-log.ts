import { stripVTControlCharacters } from "node:util";

import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { StackOptions } from "@reddit-crawler/local-stack/start-stack";
import { isUnreachable, whatToCheck } from "../terminal/advice.ts";
import { inLocalWords, serverOf } from "../terminal/local-words.ts";
import type { CommandOutput } from "../terminal/command-output.ts";
import type { PaintStyle } from "../terminal/paint.ts";
import { plainText } from "../terminal/plain-text.ts";

/** A line that a stage logged. */
export type LogEntry = Readonly<Record<string, unknown>>;

const styles: Readonly<Record<string, PaintStyle>> = { debug: "dim", warn: "yellow", error: "red" };

/** The event with a note on how a listing is read. */
const knowsLess = "source-knows-less";

/** The stack's own words for what it also reports as an event, whose consequence a crawl's end shows. */
const givenUp = /^Gave up event /;

/**
 * Shows what the stages log: every line to those who want all of it, to others in words what they can do something about,
 * and errors alone to those who want quiet. What is no log line is shown as it is.
 */
export function stageLog({
  view,
  paint,
  verbosity,
  notes,
}: Pick<CommandOutput, "view" | "paint" | "verbosity" | "notes">): NonNullable<
  StackOptions["onLog"]
> {
  const inWords = stageWords();
  return ({ function: name, line }) => {
    const entry = parseLine(line);
    if (!entry) {
      if (verbosity === "verbose" || !givenUp.test(line))
        view.print(`${name}: ${stripVTControlCharacters(line)}`);
    } else if ("_aws" in entry) return;
    else if (verbosity === "verbose") view.print(wholeLine(name, entry, paint));
    else if (verbosity === "normal" || entry["level"] === "error") {
      const words = inWords(entry);
      const style = styles[String(entry["level"])] ?? "dim";
      if (words === undefined || (entry["event"] === knowsLess && !notes.say(words))) return;
      view.print(paint(style, plainText(words)));
    }
  };
}

function wholeLine(name: string, entry: LogEntry, paint: CommandOutput["paint"]): string {
  const level = String(entry["level"]);
  const time = typeof entry["timestamp"] === "string" ? entry["timestamp"].slice(11, 23) : "";
  const style = styles[level];
  return [
    paint("dim", time),
    name.replace(/Function$/, "").padEnd(14),
    style ? paint(style, level.padEnd(5)) : level.padEnd(5),
    describe(entry, (text) => paint("dim", text)),
  ].join(" ");
}

const shownElsewhere = new Set([
  "timestamp",
  "level",
  "service",
  "function_name",
  "function_request_id",
  "message",
  "event",
  "requestId",
]);

/** JSON.stringify leaves C1 control characters as they are, which some terminals obey. */
const c1Control = /[\u0080-\u009f]/g;

function describe(entry: LogEntry, dim: (text: string) => string): string {
  const fields = Object.entries(entry)
    .filter(([name]) => !shownElsewhere.has(name))
    .map(([name, value]) => `${dim(`${name}=`)}${JSON.stringify(value).replaceAll(c1Control, "")}`);
  return [String(entry["event"]), ...fields].join(" ");
}

/** The last line: each is read by several listeners, one after the other. */
let last: { line: string; entry: LogEntry | undefined } | undefined;

/** The entry of a log line; undefined when the line is none. */
export function parseLine(line: string): LogEntry | undefined {
  if (last?.line !== line) {
    const value = parseJson(line);
    const entry = typeof value === "object" && value !== null ? { ...value } : undefined;
    last = { line, entry };
  }
  return last.entry;
}

/** Names of function-runtime's errors: what they end is in a crawl's summary or a post's record, and reported at its end. */
const recorded: ReadonlySet<unknown> = new Set([
  "PermanentError",
  "RetryableError",
  "ThrottledError",
]);

/**
 * Puts into words what a person can do something about, each thing once a crawl. Undefined for every other line: it
 * passes by itself, or the progress or the crawl's end shows it.
 */
function stageWords(): (entry: LogEntry) => string | undefined {
  const shown = new Set<string>();
  return (entry) => {
    const words = wordsOf(entry);
    const key = `${String(entry["crawlId"])} ${words}`;
    if (words === undefined || shown.has(key)) return undefined;
    shown.add(key);
    return words;
  };
}

function wordsOf(entry: LogEntry): string | undefined {
  const { event, level, code } = entry;
  if (event === knowsLess) return inLocalWords(textOf(entry["note"]));
  if (event === "waiting" && isUnreachable(code))
    return unreachableWords(serverOf(textOf(entry["detail"])), entry["detail"]);
  if (event === "try-failed" && isUnreachable(code))
    return unreachableWords(textOf(entry["host"]), entry["reason"]);
  // It repeats the error of the line before it.
  return level === "error" && event !== "record-failed" ? errorWords(entry) : undefined;
}

/** `message` begins with the method and the host, which the words name already. */
function unreachableWords(host: string, message: unknown): string {
  const cause = textOf(message).replace(/^[A-Z]+ [^ ]+: /, "");
  return `${host} cannot be reached (${cause}), and is asked again by itself: ${whatToCheck}.`;
}

function errorWords({ event, service, error, reason }: LogEntry): string | undefined {
  const { name, message }: { name?: unknown; message?: unknown } = Object(error);
  if (recorded.has(name)) return undefined;
  const cause = error === undefined ? textOf(reason) : `${textOf(name)}: ${textOf(message)}`;
  return `An error in ${textOf(service)}: ${cause} (${textOf(event)}; -v shows all of it).`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "?";
}
