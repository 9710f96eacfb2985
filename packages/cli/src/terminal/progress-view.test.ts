import { PassThrough } from "node:stream";

import { describe, expect, test } from "vitest";

import { progressView, quietView } from "./progress-view.ts";

function stream(isTTY: boolean) {
  const output = Object.assign(new PassThrough(), { isTTY, columns: 60, rows: 20 });
  return { output, written: () => String(output.read() ?? "") };
}

describe("progress on a terminal", () => {
  test("renews its lines in place", () => {
    const { output, written } = stream(true);
    const view = progressView(output);
    view.show("one", "one\nhalf");
    expect(written()).toContain("one\nhalf");
    view.show("two", "two\nhalf");
    const renewed = written();
    expect(renewed).toContain("\u001b[1A");
    expect(renewed).toContain("two");
    view.end();
  });

  test("prints what stays above the lines, which come again below it", () => {
    const { output, written } = stream(true);
    const view = progressView(output);
    view.show("one");
    written();
    view.print("warning");
    expect(written()).toMatch(/warning\n[^]*one/);
    view.end();
    view.print("the end");
    expect(written()).not.toContain("one");
  });
});

describe("progress in a pipe", () => {
  test("is plain lines, only when something changed, and not more than one in two seconds", () => {
    const { output, written } = stream(false);
    let now = 0;
    const view = progressView(output, () => now);
    view.show("one", "frame");
    view.show("two");
    now = 2000;
    view.show("one");
    view.show("two");
    now = 4000;
    view.show("three");
    view.end();
    expect(written()).toBe("one\ntwo\nthree\n");
  });
});

test("a countdown in a pipe is one line, and the next attempt another", () => {
  const { output, written } = stream(false);
  let now = 0;
  const view = progressView(output, () => now);
  for (const attempt of [2, 3])
    for (let left = 60; left > 0; left -= 2) {
      view.show(`Reddit cannot be reached, attempt ${attempt} of up to 9: ${left} s`);
      now += 2000;
    }
  view.end();
  expect(written().match(/attempt \d/g)).toEqual(["attempt 2", "attempt 3"]);
});

test("a quiet view shows no progress and still prints what somebody has to know", () => {
  const { output, written } = stream(true);
  const view = quietView(output);
  view.show("one");
  view.print("It failed.");
  expect(written()).toBe("It failed.\n");
});
