import { describe, expect, test } from "vitest";

import { progressView } from "./progress-view.ts";

function stream(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 20, write: (text: string) => void written.push(text), written };
}

describe("progress on a terminal", () => {
  test("renews one line, cut to the terminal's width", () => {
    const terminal = stream(true);
    const view = progressView(terminal);
    view.show("one");
    view.show("a line that is longer than the terminal");
    view.end();
    expect(terminal.written).toEqual(["\r\u001b[2Kone", "\r\u001b[2Ka line that is long", "\n"]);
  });

  test("prints what stays above the line", () => {
    const terminal = stream(true);
    const view = progressView(terminal);
    view.show("one");
    view.print("warning");
    expect(terminal.written.at(-1)).toBe("\r\u001b[2Kwarning\none");
  });
});

describe("progress in a pipe", () => {
  test("is plain lines, only when something changed, and not more than one in two seconds", () => {
    const pipe = stream(false);
    let now = 0;
    const view = progressView(pipe, () => now);
    view.show("one");
    view.show("two");
    now = 2000;
    view.show("one");
    view.show("two");
    now = 4000;
    view.show("three");
    view.end();
    expect(pipe.written).toEqual(["one\n", "two\n", "three\n"]);
  });
});
