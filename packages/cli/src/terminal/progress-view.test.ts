import { PassThrough } from "node:stream";

import xterm from "@xterm/headless";
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

describe("a terminal that is made narrower and wider", () => {
  const frame = (time: string) =>
    [
      `r/aww  top of day  ${time}`,
      `  listing    ${"█".repeat(20)}  100 of 100 posts · Reddit grants 994 more requests`,
    ].join("\n");

  test.each([
    [80, 24],
    [120, 40],
    [40, 10],
  ])(
    "from %i columns shows each line once and cut, and keeps what stood before",
    async (cols, rows) => {
      const terminal = new xterm.Terminal({ cols, rows, allowProposedApi: true });
      const output = Object.assign(new PassThrough(), { isTTY: true, columns: cols, rows });
      const shown = async () => {
        await new Promise<void>((done) =>
          terminal.write(String(output.read() ?? "").replaceAll("\n", "\r\n"), done),
        );
        const { active } = terminal.buffer;
        const lines = Array.from({ length: active.length }, (_, i) => active.getLine(i));
        expect(lines.some((line) => line?.isWrapped)).toBe(false);
        return lines
          .map((line) => line?.translateToString(true) ?? "")
          .join("\n")
          .trimEnd()
          .split("\n");
      };
      const view = progressView(output);
      view.print("before");
      for (const [second, width] of [cols, cols - 15, 60, 30, cols, 45].entries()) {
        view.show("line", frame(`${second} s`));
        await shown();
        terminal.resize(width, rows);
        output.columns = width;
        view.show("line", frame(`${second}.5 s`));
        const lines = await shown();
        expect(lines).toHaveLength(3);
        expect(lines.slice(0, 2)).toEqual(["before", `r/aww  top of day  ${second}.5 s`]);
        expect(lines[2]).toMatch(width > 86 ? /requests$/ : /^  listing .*…$/);
      }
      view.print("after");
      expect((await shown()).slice(0, 2)).toEqual(["before", "after"]);
    },
  );
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
