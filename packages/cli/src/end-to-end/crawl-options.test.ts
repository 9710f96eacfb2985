import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { archivedPost } from "@reddit-crawler/replay-reddit/archive/archived-post";
import { demoListing } from "@reddit-crawler/replay-reddit/listing/demo-listing";
import {
  demoCredentials,
  startReplay,
  type Replay,
} from "@reddit-crawler/replay-reddit/start-replay";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runCommand } from "../testing/run-command.ts";

/** The first page of the replay's posts. */
const posts = demoListing()
  .slice(0, 100)
  .map(({ post }) => post);
/** The value that so many of these posts are below. */
const above = (count: number, values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[count]!;

describe("the options of crawl, given on the command line", { timeout: 120_000 }, () => {
  let folder: string;
  let replay: Replay;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "crawl-options-"));
    replay = await startReplay({ workDir: join(folder, "replay") });
  }, 60_000);
  afterAll(async () => {
    await replay.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Runs the command with keys of the replay's Reddit. */
  const run = (words: readonly string[], stdin?: string) => {
    const keys = {
      REDDIT_CLIENT_ID: demoCredentials.clientId,
      REDDIT_CLIENT_SECRET: demoCredentials.clientSecret,
    };
    const own = { ...replay.environment(), ...keys, XDG_STATE_HOME: join(folder, "state") };
    return runCommand(words, own, stdin);
  };
  const out = (name: string) => join(folder, name);
  const read = ({ code, stdout, stderr }: Awaited<ReturnType<typeof run>>) => {
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };

  test("leave posts and pictures out by score, marks, age, number and host", async () => {
    const asked = replay.requests().length;
    const scores = posts.map(({ score }) => Number(score));
    const minScore = String(above(5, scores));
    const ages = posts.map((post) => post.created_utc);
    const instant = (count: number) => new Date(above(count, ages) * 1000).toISOString();
    const [since, until] = [instant(15), instant(90)];
    // oxfmt-ignore
    const words = ["crawl", "aww", "--sort", "top", "--time", "all", "--limit", "100", "--source", "api",
      "--min-score", minScore, "--no-nsfw", "--no-spoilers", "--since", since, "--until", until,
      "--max-per-post", "1", "--hosts", "reddit", "--out", out("filtered"), "--json"];
    const result = read(await run(words));
    expect(result).toMatchObject({ state: "finished", source: "oauth", limit: 100 });
    expect(result.reasons).toMatchObject({
      "score-too-low": expect.any(Number),
      nsfw: expect.any(Number),
      spoiler: expect.any(Number),
      "too-old": expect.any(Number),
      "too-new": expect.any(Number),
      "beyond-max-per-post": expect.any(Number),
      "host-not-enabled": expect.any(Number),
    });
    const files = await readdir(out("filtered"), { recursive: true });
    const pictures = files.filter((name) => /^\w+\/\w+\/\d\d\./.test(name));
    expect(pictures.length).toBeGreaterThan(10);
    expect(new Set(pictures.map((name) => name.split("/")[1])).size).toBe(pictures.length);
    const requests = replay.requests().slice(asked);
    expect(requests.filter(({ host }) => host.includes("imgur"))).toEqual([]);
    const paths = requests.map(({ path }) => path);
    expect(paths).toContainEqual(expect.stringMatching(/^\/r\/aww\/top\?.*\bt=all\b/));
  });

  test("choose by flair and author, and take what its author deleted", async () => {
    const flair = ["crawl", "aww", "--flair", "cat picture - oc", "--include-deleted", "-l", "60"];
    const { reasons } = read(await run([...flair, "--out", out("flair"), "--json"]));
    expect(reasons).toMatchObject({ "other-flair": expect.any(Number) });
    expect(reasons).not.toHaveProperty("deleted-by-author");
    const { author } = posts[2]!;
    const result = read(
      await run(["crawl", "aww", "--author", author, "-l", "60", "--out", out("author"), "--json"]),
    );
    expect(result.posts).toMatchObject({ listed: 60, filtered: 59 });
  });

  test("read a dump, wait as long as they are told, and say what the stages log", async () => {
    const dump = join(folder, "dump.jsonl");
    const lines = posts.slice(0, 20).map((post) => JSON.stringify(archivedPost(post, 0)));
    await writeFile(dump, lines.join("\n"));
    const words = ["crawl", "all", "--from", dump, "--patience", "90s", "--verbose", "--json"];
    const { stderr, ...rest } = await run([...words, "--out", out("dump")]);
    expect(read({ ...rest, stderr })).toMatchObject({ source: "file", posts: { listed: 20 } });
    expect(stderr).toMatch(/ DownloadWorker info +post-decided /);
  });

  test("look at the pictures first, and say nothing where nothing is wanted", async () => {
    const where = out("verified");
    const dry = await run(["crawl", "aww", "--dry-run", "--limit", "3", "--out", where, "--json"]);
    expect(read(dry)).toMatchObject({ dry_run: true, posts_listed: 3 });
    const silent = await run(["crawl", "aww", "--limit", "3", "--out", where, "--quiet"]);
    expect(silent).toEqual({ code: 0, stdout: "", stderr: "" });
    const files = await readdir(where, { recursive: true });
    const picture = files.find((name) => name.endsWith("/01.jpg"))!;
    await writeFile(join(where, picture), "");
    const { code, stderr } = await run([
      "crawl",
      "aww",
      "--verify",
      "--limit",
      "3",
      "--out",
      where,
    ]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("1 broken picture downloaded again");
  });

  test("take names from a file and from standard input, beside those of the command line", async () => {
    const file = join(folder, "names.txt");
    await writeFile(file, "# what I like\ncats\nr/replaycats\n");
    const words = [
      "crawl",
      "aww",
      "--names",
      file,
      "--limit",
      "2",
      "--json",
      "--out",
      out("names"),
    ];
    const results: { address: string; state: string }[] = read(await run(words));
    expect(results.map(({ address, state }) => [address.toLowerCase(), state])).toEqual([
      ["r/aww", "finished"],
      ["r/cats", "finished"],
      ["r/replaycats", "finished"],
    ]);
    const piped = ["crawl", "--names", "-", "--limit", "2", "--json", "--out", out("names")];
    expect(read(await run(piped, "aww\n"))).toMatchObject([{ address: "r/aww" }]);
  });
});
