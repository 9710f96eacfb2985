import { newNotes, type Notes } from "./notes.ts";
import { noPaint, paintFor, type Paint } from "./paint.ts";
import { progressView, quietView, type OutputStream, type ProgressView } from "./progress-view.ts";

/** How much a person wants to read. */
export type Verbosity = "quiet" | "normal" | "verbose";

/** Where the words of a command go: progress and messages to standard error, results to standard output. */
export interface CommandOutput {
  verbosity: Verbosity;
  view: ProgressView;
  /** For what goes to the view. */
  paint: Paint;
  /**
   * Gives the command's result: `words` for people, unless they want quiet, or `json` for scripts. A terminal has so many
   * `columns`, a pipe any number.
   */
  result(words: (paint: Paint, columns: number) => string, json: () => string): void;
  /** Says what a person may do next; not to scripts and not to those who want quiet. */
  hint: (text: string) => void;
  /** What was said of how listings are read. */
  notes: Notes;
}

/** What a person may say about a command's output. */
export interface OutputFlags {
  json?: boolean;
  quiet?: boolean;
  verbose?: boolean;
}

/** The output of a command on these streams. NO_COLOR is Node's own business. */
export function commandOutput(
  { json = false, quiet = false, verbose = false }: OutputFlags,
  stdout: OutputStream,
  stderr: OutputStream,
): CommandOutput {
  const columns = stdout.isTTY ? (stdout.columns ?? 80) : Infinity;
  const view = quiet ? quietView(stderr) : progressView(stderr);
  return {
    verbosity: quiet ? "quiet" : verbose ? "verbose" : "normal",
    view,
    paint: quiet ? noPaint : paintFor(stderr),
    result: (words, asJson) => {
      if (json) stdout.write(`${asJson()}\n`);
      else if (!quiet) stdout.write(`${words(paintFor(stdout), columns)}\n`);
    },
    hint: (text) => {
      if (!json && !quiet) view.print(text);
    },
    notes: newNotes(),
  };
}
