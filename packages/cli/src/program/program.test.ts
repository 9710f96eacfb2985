import { spawn } from "node:child_process";
import { createServer } from "node:http";
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

const signedIn = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "the-secret",
};

describe("the command line", { timeout: 90_000 }, () => {
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

  test.each([
    [
      ["show", "01KAR7Q8Z4M3XWQ0V5T9B2C6DE", "--out", "/nowhere"],
      /"reddit-crawler list" shows which/,
    ],
    [["crawl", "shw", "abc"], /^Did you mean "crawl show"/],
    [["shwo", "abc"], /Did you mean show\?/],
    [["completion", "tcsh"], /Allowed choices are zsh, bash, fish, powershell/],
    [["crawl", "aww", "a ww"], /"a ww" must name a subreddit/],
    [["crawl", "show", "01KAR7Q8Z4M3XWQ0V5T9B2C6DE", "--download"], /--download goes with --stack/],
    [["crawl", "aww", "--download"], /--download goes with --stack/],
    [["crawl", "aww", "--patience", "soon"], /a length of time such as 90s, 2m or 1h/],
    [
      ["crawl", "aww", "--stack", "pictures", "--patience", "5m"],
      /--patience is without effect with --stack/,
    ],
    [["crawl", "aww", "--limit", "0"], /whole number from 1 to 1000/],
    [["crawl", "aww", "--out", join(cli, "x")], /cannot be written \(ENOTDIR\): .*--out/],
    [["crawl", "aww", "--out", "/proc/nope"], /^\/proc\/nope is not there and cannot be made/],
    [["crawl", "aww", "--out", `/tmp/${"n".repeat(300)}`], /is too long a name \(ENAMETOOLONG\)/],
    [["start", "--out", join(cli, "x")], /cannot be written \(ENOTDIR\): .*--out/],
    [["crawl", "aww", "--verify", "--stack", "x"], /--verify goes without --stack/],
    [["crawl", "aww", "--dry-run", "--stack", "x"], /--dry-run goes without --stack/],
    [["crawl", "aww", "--dry-run", "--verify"], /without effect with --dry-run/],
    [["crawl"], /Usage: .*<what\.\.\.> \| list \| show <id> \| retry <id>/],
  ])("answers %j with what to do, on standard error, and fails", async (words, message) => {
    const { code, stdout, stderr } = await inPipe(...words);
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  test("says its version, and every command below --help", async () => {
    expect((await inPipe("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { code, stdout } = await inPipe("--help");
    expect(code).toBe(0);
    const listed = [...stdout.matchAll(/^ {2}([a-z]+)(?= |$)/gm)].map(([, name]) => name);
    expect(listed).toEqual(
      expect.arrayContaining([
        "crawl",
        "start",
        "demo",
        "list",
        "show",
        "retry",
        "verify",
        "doctor",
      ]),
    );
    expect(listed).toEqual(expect.arrayContaining(["config", "completion"]));
  });

  test("completes commands, options and their choices in a shell", async () => {
    const completed = async (...words: string[]) =>
      (await inPipe("complete", "--", ...words)).stdout
        .split("\n")
        .map((line) => line.split("\t")[0]);
    expect(await completed("re")).toContain("retry");
    expect(await completed("crawl", "--so")).toEqual(["--sort", "--source", ":4", ""]);
    expect(await completed("crawl", "aww", "--sort", "")).toContain("rising");
    for (const shell of ["bash", "zsh", "fish"])
      expect((await inPipe("completion", shell)).stdout).toContain("reddit-crawler");
  });

  test("shows what counts of each setting and where it comes from, secrets hidden", async () => {
    const settings = {
      REDDIT_CLIENT_ID: "an-id",
      REDDIT_CLIENT_SECRET: "the-secret",
      HOME: folder,
    };
    const shown = await runCommand(["config", "--json"], settings);
    expect(JSON.parse(shown.stdout)).toContainEqual({
      name: "REDDIT_CLIENT_ID",
      what: expect.any(String),
      value: "an-id",
      from: "the environment",
    });
    const words = await runCommand(["config"], settings);
    expect(words.stdout).toMatch(/^REDDIT_CLIENT_SECRET +\(hidden\) +the environment$/m);
    expect(words.stdout + shown.stdout).not.toContain("the-secret");
  });

  test("says what to do when its port is taken", async () => {
    const server = createServer();
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
    const address = server.address();
    const port = typeof address === "object" && address ? String(address.port) : "";
    const { code, stderr } = await inPipe("start", "--port", port, "--out", join(folder, "taken"));
    server.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `Port ${port} is taken; name another with --port, or none to get a free one.\n`,
    );
  });

  test.each([
    [
      { AWS_REGION: "eu-central-1" },
      /^The stack demo could not be looked up\. .* Sign in with "aws sso login" or "aws configure"/,
    ],
    [
      { AWS_REGION: "" },
      /^The stack demo could not be looked up\. .* AWS_REGION=<region> or "aws configure set region <region>"/,
    ],
    [
      { ...signedIn, AWS_ENDPOINT_URL_CLOUDFORMATION: "http://127.0.0.1:1" },
      /A server could not be reached .*: check the network/,
    ],
  ])("with %j in the environment says what a deployed stack lacks", async (aws, message) => {
    const nobody = {
      HOME: folder,
      AWS_PROFILE: "",
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const words = ["crawl", "list", "--stack", "demo"];
    const { code, stderr } = await runCommand(words, { ...nobody, ...aws });
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
