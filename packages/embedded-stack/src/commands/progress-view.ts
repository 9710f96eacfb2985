/** Where progress goes: one line that renews itself on a terminal, a line for each change elsewhere. */
export interface ProgressView {
  show(line: string): void;
  /** Prints `text` above the progress and keeps it. */
  print(text: string): void;
  /** Leaves the last line standing. */
  end(): void;
}

/** Chosen: a log that is read later needs no more. */
const plainIntervalMs = 2000;

/** The view on `stream`; `now` in milliseconds. */
export function progressView(
  stream: { isTTY?: boolean; columns?: number; write(text: string): unknown },
  now: () => number = Date.now,
): ProgressView {
  let current = "";
  let shownAt = -Infinity;

  if (!stream.isTTY)
    return {
      show: (line) => {
        if (line === current || now() - shownAt < plainIntervalMs) return;
        current = line;
        shownAt = now();
        stream.write(`${line}\n`);
      },
      print: (text) => void stream.write(`${text}\n`),
      end: () => {},
    };

  const clear = "\r\u001b[2K";
  return {
    show: (line) => {
      current = line.slice(0, (stream.columns ?? 80) - 1);
      stream.write(`${clear}${current}`);
    },
    print: (text) => void stream.write(`${clear}${text}\n${current}`),
    end: () => {
      if (current) stream.write("\n");
      current = "";
    },
  };
}
