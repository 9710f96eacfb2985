import { createLogUpdate } from "log-update";

/** A stream that may be a terminal. */
export type OutputStream = NodeJS.WritableStream & { isTTY?: boolean };

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
  return {
    show: (line, frame = line) => {
      current = frame;
      update(frame);
    },
    print: (text) => {
      update.clear();
      stream.write(`${text}\n`);
      if (current !== undefined) update(current);
    },
    end: () => {
      update.done();
      current = undefined;
    },
  };
}

/** A view that prints messages and shows no progress. */
export function quietView(stream: OutputStream): ProgressView {
  return { show: () => {}, print: (text) => void stream.write(`${text}\n`), end: () => {} };
}
