import { isUnreachable, whatToCheck } from "./advice.ts";

/** A line that a stage logged. */
export type LogEntry = Readonly<Record<string, unknown>>;

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
export function stageWords(): (entry: LogEntry) => string | undefined {
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
  if (event === "source-knows-less") return textOf(entry["note"]);
  if (event === "waiting" && isUnreachable(code))
    return unreachableWords("Reddit", entry["message"]);
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
