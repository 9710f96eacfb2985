import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import xterm from "@xterm/headless";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { cli, runCommand } from "../testing/run-command.ts";

/** What the demo stores; one more is the same picture as another post's. */
const demoPictures = { stored: 130, duplicate: 1 };
const demoTotal = demoPictures.stored + demoPictures.duplicate;

/** The screen of a terminal that shows what it is given; wide enough that no line of ours is broken. */
function screen(columns = 110, rows = 60) {
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    scrollback: 500,
  });
  return {
    write: (output: string) => new Promise<void>((done) => terminal.write(output, done)),
    lines: () => {
      const { active } = terminal.buffer;
      return Array.from(
        { length: active.length },
        (_, i) => active.getLine(i)?.translateToString(true) ?? "",
      )
        .join("\n")
        .trimEnd()
        .split("\n");
    },
  };
}

/** Runs the command in a pseudo-terminal, which `script` of util-linux makes; gives all that the terminal got, in pieces. */
async function inTerminal(words: readonly string[], env: Record<string, string> = {}) {
  const command = [process.execPath, cli, ...words].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["-qefc", `stty cols 110 rows 60; ${command}`, "/dev/null"], {
    env: { PATH: process.env["PATH"], TERM: "xterm-256color", ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pieces: string[] = [];
  child.stdout.setEncoding("utf8");
  for await (const piece of child.stdout) pieces.push(String(piece));
  return pieces;
}

const inPipe = (...words: string[]) => runCommand(words);

describe("the demo, as a person and a script see it", { timeout: 90_000 }, () => {
  let folder: string;
  let crawlId: string;
  const out = () => join(folder, "pictures");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "command-line-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("renews one view on a terminal, and leaves the report and nothing else", async () => {
    const terminal = screen();
    const views = new Set<string>();
    for (const piece of await inTerminal(["demo", "--out", out()])) {
      await terminal.write(piece);
      const lines = terminal.lines();
      const downloads = lines.filter((line) => line.startsWith("  downloads "));
      expect(downloads.length).toBeLessThanOrEqual(1);
      for (const line of downloads) views.add(line);
    }
    expect(views.size).toBeGreaterThan(2);
    const report = terminal.lines().join("\n");
    expect(report).toMatch(
      new RegExp(`100 posts of r/aww in \\d+\\.\\d s\\n${demoTotal} pictures, `),
    );
    expect(report).toMatch(/Left out\n +5 {2}unsupported-host/);
    expect(report.match(/^ +\d+\.\d KB {2}aww\//gm)).toHaveLength(10);
    crawlId = (await readdir(join(out(), "_crawls"))).find((name) =>
      /^[0-7][0-9A-Z]{25}$/.test(name),
    )!;
  });

  test("plays a feed that waits for nobody's last demo", async () => {
    const { stdout } = await inPipe("demo", "--json", "--out", out());
    const second = JSON.parse(stdout);
    // The pictures of the first demo are here already.
    const pictures = { stored: 0, duplicate: demoTotal };
    expect(second).toMatchObject({ source: "keyless", pictures });
    // A feed that was asked within the last minute is not asked again before it is over.
    expect(second.milliseconds.listing).toBeLessThan(30_000);
  });

  test("gives a script one JSON document, and plain lines of progress beside it", async () => {
    const piped = join(folder, "piped");
    const { code, stdout, stderr } = await inPipe("demo", "--json", "--source", "api", "-o", piped);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      state: "finished",
      source: "oauth",
      pictures: demoPictures,
      milliseconds: { waiting_for_reddit: expect.any(Number) },
    });
    expect(stderr).not.toContain("\u001b");
    expect(stderr).toMatch(/^r\/aww: 100 posts listed · \d+ of 100 decided/m);
  });

  test("goes on in silence when the reader of its progress goes away", async () => {
    const gone = join(folder, "gone");
    const child = spawn(process.execPath, [cli, "demo", "--json", "--out", gone], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr.once("data", () => child.stderr.destroy());
    const ended = new Promise((done) => void child.once("close", done));
    const result = text(child.stdout);
    expect(await ended).toBe(0);
    expect(JSON.parse(await result)).toMatchObject({ state: "finished", pictures: demoPictures });
    expect((await readdir(gone)).filter((name) => name.startsWith(".stack-"))).toEqual([]);
  });

  test("tells of the crawls that a folder keeps", async () => {
    const list = await inPipe("list", "--out", out());
    expect(await inPipe("crawl", "list", "--out", out())).toEqual(list);
    expect(list.stdout).toMatch(new RegExp(`${crawlId} .* finished +100 +${demoTotal} `));
    const shown = await inPipe("show", crawlId, "--out", out(), "--json");
    expect(JSON.parse(shown.stdout)).toMatchObject({ crawl_id: crawlId, state: "finished" });
    expect((await inPipe("crawl", "show", crawlId, "--out", out(), "--quiet")).stdout).toBe("");
  });

  test("does not ask the real Reddit again for what the demo's was asked", async () => {
    const { code, stderr } = await inPipe("crawl", "retry", crawlId, "--out", out());
    expect(stderr).toMatch(/^This crawl was the demo's.*reddit-crawler demo --out /);
    expect(code).toBe(1);
  });

  test("has colours on a terminal, and none where NO_COLOR says so", async () => {
    const show = ["crawl", "show", crawlId, "--out", out()];
    expect((await inTerminal(show)).join("")).toContain("\u001b[1m");
    expect((await inTerminal(show, { NO_COLOR: "1" })).join("")).not.toContain("\u001b[");
  });
});
