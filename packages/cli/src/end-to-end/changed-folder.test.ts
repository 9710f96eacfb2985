import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { beforeEach, describe, expect, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { runCrawl } from "../local/run-crawl.ts";
import { runVerify } from "../local/verify-folder.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

describe("a folder that a person works in, too", { timeout: 180_000 }, () => {
  let folder: string;
  let replay: Replay;
  let printed: string[];

  beforeEach(async () => {
    printed = [];
    // Slow enough that a crawl is not over when its folder is changed.
    ({ folder, replay } = await temporaryReplay({ latency: { hostsMs: 100 } }));
  });

  const out = () => join(folder, "pictures");
  const crawl = (limit: number) =>
    runCrawl({
      order: { subreddit: "aww", sort_method: "top", time_filter: "day", limit },
      settings: demoSettings,
      folder: out(),
      network: { ...replay.environment() },
      output: recordedOutput(printed),
      signal: new AbortController().signal,
    });
  const verifying = () => ({
    settings: demoSettings,
    folder: out(),
    network: { ...replay.environment() },
    output: recordedOutput(printed),
    signal: new AbortController().signal,
  });
  const jpegs = async () =>
    (await readdir(join(out(), "aww"), { recursive: true }).catch(() => []))
      .filter((name) => /\d\.jpg$/.test(name))
      .toSorted()
      .map((name) => join(out(), "aww", name));

  /** Waits until the crawl has kept some pictures. */
  async function somePictures() {
    while ((await jpegs()).length < 3) await sleep(20);
  }

  test("keeps what was edited and deleted there, and mends what was cut short", async () => {
    expect(await crawl(8)).toBe(0);
    const [edited = "", deleted = "", cut = ""] = await jpegs();
    // Another picture of another size, as an editor leaves it.
    const own = await readFile(deleted);
    const whole = await readFile(cut);
    await writeFile(edited, own);
    await rm(deleted);
    await writeFile(cut, whole.subarray(0, whole.length / 2));

    expect(await crawl(8)).toBe(0);
    expect(await readFile(edited)).toEqual(own);
    expect(await jpegs()).not.toContain(deleted);
    expect(await readFile(cut)).toEqual(whole);
    expect(printed.join("\n")).toContain(
      "Left as they are: 1 picture that you changed and 1 picture that you deleted.",
    );
  });

  test("verify downloads again what the disk broke, in albums too, and nothing else", async () => {
    expect(await crawl(30)).toBe(0);
    const files = await jpegs();
    const album = files.find((name) => name.endsWith("/02.jpg")) ?? "";
    const [broken = "", deleted = "", edited = "", ...others] = files.filter(
      (name) => name !== album,
    );
    const wholes = new Map<string, Buffer>();
    for (const file of [broken, album]) {
      const bytes = await readFile(file);
      wholes.set(file, Buffer.from(bytes));
      bytes.fill(0x55, bytes.length >> 1, (bytes.length >> 1) + 9);
      await writeFile(file, bytes);
    }
    const own = await readFile(others[0] ?? "");
    await writeFile(edited, own);
    await rm(deleted);
    const before = replay.requests().length;

    printed = [];
    expect(await runVerify(verifying())).toBe(0);
    for (const [file, bytes] of wholes) expect(await readFile(file)).toEqual(bytes);
    expect(await readFile(edited)).toEqual(own);
    expect(await jpegs()).toEqual(files.filter((name) => name !== deleted));
    expect(printed.join("\n")).toContain("2 broken pictures downloaded again");
    const hosts = replay
      .requests()
      .slice(before)
      .map(({ host }) => host);
    expect(hosts).not.toContain("oauth.reddit.com");

    printed = [];
    expect(await runVerify(verifying())).toBe(0);
    expect(printed.join("\n")).toMatch(/\d+ pictures as downloaded\n1 picture changed by you/);
  });

  test("ends in words when all of it is removed, and the same crawl begins anew", async () => {
    const crawling = crawl(100).catch((error: unknown) => error);
    await somePictures();
    // At one blow, while much is being written.
    await rename(out(), join(folder, "elsewhere"));
    expect(String(await crawling)).toContain("Run the same command again");
    expect(await crawl(8)).toBe(0);
  });

  test("says so when a subreddit's folder is removed, and the same crawl brings it back", async () => {
    const crawling = crawl(100);
    await somePictures();
    await rm(join(out(), "aww"), { recursive: true, force: true, maxRetries: 20 });
    expect(await crawling).toBe(1);
    expect(printed.join("\n")).toMatch(/The pictures of \d+ posts? were removed while/);
    expect(await crawl(100)).toBe(0);
  });
});
