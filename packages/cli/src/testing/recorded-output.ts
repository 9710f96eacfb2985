import type { CommandOutput } from "../terminal/command-output.ts";
import { newNotes } from "../terminal/notes.ts";
import { noPaint } from "../terminal/paint.ts";

/** An output whose every word goes to `printed`, messages and results alike. */
export function recordedOutput(printed: string[] = []): CommandOutput {
  const print = (text: string) => void printed.push(text);
  return {
    verbosity: "verbose",
    view: { show: () => {}, print, end: () => {} },
    paint: noPaint,
    result: (words) => print(words(noPaint, Infinity)),
    hint: print,
    notes: newNotes(),
  };
}
