import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { cli, runCommand } from "../testing/run-command.ts";

const inPipe = (...words: string[]) => runCommand(words);

const signedIn = {
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "the-secret",
};

describe("the command line", { timeout: 90_000 }, () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "command-line-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.concurrent.each([
    [["show", "01KAR7Q8Z4M3XWQ0V5T9B2C6DE", "--out", "/nowhere"], /^\/nowhere is not there\.$/m],
    [["list", "--out", "/nowhere"], /^\/nowhere is not there\.$/m],
    [["list", "--out", cli], /main\.ts is no folder\.$/m],
    [["verify", "/nowhere"], /^\/nowhere is not there\.$/m],
    [["verify", import.meta.dirname], /^There are no pictures of a crawl in /],
    [["crawl", "shw", "abc"], /^Did you mean "crawl show"/],
    [["shwo", "abc"], /Did you mean show\?/],
    [["help", "nosuch"], /^error: unknown command 'nosuch'$/m],
    [["help", "crwl"], /Did you mean crawl\?/],
    [["doctor", "aww"], /too many arguments .*\n\(--help lists what there is\)$/m],
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
    [["start", "--port", "4280"], /^4280 is the page's port\. Name another for the API/],
    [["start", "--out", join(cli, "x")], /cannot be written \(ENOTDIR\): .*--out/],
    [["crawl", "aww", "--verify", "--stack", "x"], /--verify goes without --stack/],
    [["crawl", "aww", "--anew", "--stack", "x"], /--anew goes without --stack/],
    [["crawl", "aww", "--dry-run", "--anew"], /without effect with --dry-run/],
    [["crawl", "aww", "--dry-run", "--stack", "x"], /--dry-run goes without --stack/],
    [["crawl", "aww", "--dry-run", "--verify"], /without effect with --dry-run/],
    [["crawl", "aww", "--dry-run", "--sidecar"], /without effect with --dry-run/],
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

  test("fits the help of every command into 80 columns", async () => {
    const ofCommands =
      "crawl start demo list show retry verify upload deploy rollback doctor config completion"
        .split(" ")
        .map((command) => [command, "--help"]);
    for (const words of [...ofCommands, ["--help"], ["config"]]) {
      const { stdout } = await inPipe(...words);
      expect(stdout).not.toMatch(/default: (?:\{\}|false)/);
      expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
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

  test("gives bash a completion that it may read twice", async () => {
    const { stdout } = await inPipe("completion", "bash");
    const bash = spawn("bash", ["-c", `${stdout}\n${stdout}\necho read`], { stdio: "pipe" });
    const [said, errors] = await Promise.all([text(bash.stdout), text(bash.stderr)]);
    expect(errors).toBe("");
    expect(said).toBe("read\n");
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

test.skipIf(!existsSync("/dev/full"))(
  "says that the disk is full where its words go to a full one, in a line and exit code 1",
  async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, [cli, "list", "--json"], {
      stdio: ["ignore", full, "pipe"],
    });
    const ended = once(child, "close");
    const stderr = await text(child.stderr!);
    closeSync(full);
    expect(await ended).toEqual([1, null]);
    expect(stderr).toBe(
      "The disk is full (ENOSPC), at the standard output: make room, or send it elsewhere.\n",
    );
  },
);
