import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { cli } from "../testing/run-command.ts";
import { inTerminal, screen } from "../testing/terminal.ts";

const small = { columns: 80, rows: 24 };
/** What the demo stores; one more is the same picture as another post's. */
const demoPictures = { stored: 130, duplicate: 1 };

describe("the command in a terminal", { timeout: 90_000 }, () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "in-terminal-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each([
    { ...small, isColoured: true, env: {} },
    { columns: 120, rows: 40, isColoured: false, env: { NO_COLOR: "1" } },
  ])(
    "of $columns columns and $rows rows renews one view, and leaves the report and nothing else",
    async ({ isColoured, ...terminal }) => {
      const shown = screen(terminal.columns, terminal.rows);
      const views = new Set<string>();
      const out = join(folder, `demo-${terminal.columns}`);
      let all = "";
      for (const piece of await inTerminal(["demo", "--out", out], terminal)) {
        await shown.write(piece);
        all += piece;
        const lines = shown.lines();
        for (const name of ["listing", "downloads", "pictures"]) {
          const rows = lines.filter((line) => line.startsWith(`  ${name} `));
          expect(rows.length).toBeLessThanOrEqual(1);
          for (const row of rows) views.add(row);
        }
      }
      expect(views.size).toBeGreaterThan(6);
      const report = shown.lines().join("\n");
      expect(report).toMatch(/100 posts of r\/aww in \d+\.\d s\n131 pictures, /);
      expect(report).toMatch(/Left out, links and posts\n +5 {2}unsupported-host/);
      expect(report.match(/^ +\d+\.\d KB {2}aww\//gm)).toHaveLength(10);
      // Without a colour, the view renews itself all the same.
      expect(/\p{Cc}\[[\d;]*m/u.test(all)).toBe(isColoured);
    },
  );

  test("has colours, and none where NO_COLOR says so", async () => {
    const out = join(folder, "demo-80");
    const crawlId = (await readdir(join(out, "_crawls"))).find((name) => name.length === 26)!;
    const show = ["crawl", "show", crawlId, "--out", out];
    expect((await inTerminal(show, small)).join("")).toContain("\u001b[1m");
    const plain = await inTerminal(show, { ...small, env: { NO_COLOR: "1" } });
    expect(plain.join("")).not.toContain("\u001b[");
  });

  /** Runs the demo with a reader that goes away from one of its streams; gives what the other one got. */
  async function withoutReader(gone: "stdout" | "stderr") {
    const out = join(folder, `no-reader-of-${gone}`);
    const child = spawn(process.execPath, [cli, "demo", "--json", "--out", out], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr.once("data", () => child[gone].destroy());
    const ended = new Promise((done) => void child.once("close", done));
    const left = text(gone === "stderr" ? child.stdout : child.stderr);
    expect(await ended).toBe(0);
    expect((await readdir(out)).filter((name) => name.startsWith(".stack-"))).toEqual([]);
    return left;
  }

  test("goes on in silence when the reader of its progress goes away", async () => {
    const result = JSON.parse(await withoutReader("stderr"));
    expect(result).toMatchObject({ state: "finished", pictures: demoPictures });
  });

  test("goes on in silence when the reader of its result goes away", async () => {
    expect(await withoutReader("stdout")).not.toMatch(/EPIPE|^ +at /m);
  });

  test("leaves the page of what it has after Ctrl-C", async () => {
    const out = join(folder, "stopped");
    const child = spawn(process.execPath, [cli, "demo", "--out", out], {
      stdio: ["ignore", "ignore", "pipe"],
      // It draws every picture itself, and so is not over when it is stopped.
      env: { ...process.env, REPLAY_DRAWINGS: undefined },
    });
    const ended = new Promise((done) => void child.once("close", done));
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      said += part;
      if (/[1-9]\d* pictures? \(/.test(said)) child.kill("SIGINT");
    });
    expect(await ended).toBe(130);
    expect(said).toContain("Stopped. What was decided is kept");
    expect(await readdir(out)).toEqual(expect.arrayContaining(["aww", "index.html"]));
  });
});
