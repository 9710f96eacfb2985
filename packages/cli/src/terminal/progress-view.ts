import { createLogUpdate } from "log-update";
import stringWidth from "string-width";

import { cutToWidth } from "./text/cut-to-width.ts";

/** A stream that may be a terminal. */
export type OutputStream = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

/** Where progress goes: lines that renew themselves on a terminal, a line for each change elsewhere. */
export interface ProgressView {
  /** Shows how far things are: `frame` on a terminal, where it is given, and `line` elsewhere. */
  show(line: string, frame?: string): void;
  /** Prints `text` above the progress and keeps it. */
  print(text: string): void;
  /** Leaves what is shown standing. */
  end(): void;
}

/** Milliseconds: a log that is read later needs no more lines. */
const plainIntervalMs = 2000;

/** The view on `stream`; `now` in milliseconds. */
export function progressView(stream: OutputStream, now: () => number = Date.now): ProgressView {
  if (stream.isTTY) return terminalView(stream);
  let current = "";
  let shownAt = -Infinity;
  return {
    show: (line) => {
      // A countdown is no change.
      const steady = line.replaceAll(/: \d+ s$/g, "");
      if (steady === current || now() - shownAt < plainIntervalMs) return;
      current = steady;
      shownAt = now();
      stream.write(`${line}\n`);
    },
    print: (text) => void stream.write(`${text}\n`),
    end: () => {},
  };
}

function terminalView(stream: OutputStream): ProgressView {
  const update = createLogUpdate(stream);
  let current: string | undefined;
  let standing: string[] = [];
  const draw = () => {
    if (current === undefined) return;
    clearWrapped();
    // One column stays free: a terminal may go on in the next line once the last one is filled.
    standing = current.split("\n").map((line) => cutToWidth(line, columnsOf(stream) - 1));
    update(standing.join("\n"));
  };
  /** A terminal that was made narrower has broken the lines that stand: the rows which that made are cleared, too. */
  const clearWrapped = () => {
    const columns = columnsOf(stream);
    const rows = standing.map((line) => Math.max(1, Math.ceil(stringWidth(line) / columns)));
    const extra = rows.reduce((sum, count) => sum + count - 1, 0);
    if (extra === 0) return;
    stream.write("\u001b[1A\u001b[2K".repeat(extra));
    update.clear();
  };
  return {
    show: (line, frame = line) => {
      current = frame;
      draw();
    },
    print: (text) => {
      clearWrapped();
      update.clear();
      stream.write(`${text}\n`);
      draw();
    },
    end: () => {
      update.done();
      current = undefined;
      standing = [];
    },
  };
}

/** Of a terminal that does not say how wide it is: 80. */
function columnsOf({ columns = 80 }: OutputStream): number {
  return Math.max(2, columns);
}

/** A view that prints messages and shows no progress. */
export function quietView(stream: OutputStream): ProgressView {
  return { show: () => {}, print: (text) => void stream.write(`${text}\n`), end: () => {} };
}
