import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { readCrawls } from "@reddit-crawler/picture-folder/read-crawls";
import { startReplay, type Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { storedPictures } from "../testing/played-crawl.ts";
import { cli, counted } from "../testing/run-command.ts";

const limit = 130;
const words = ["crawl", "aww", "--source", "archive", "--sort", "new", "--limit", String(limit)];

describe("a long crawl that is stopped while it is listed", { timeout: 240_000 }, () => {
  let folder: string;
  let replay: Replay;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "stopped-crawl-"));
    // Slow enough that many listed posts are open when it is stopped.
    const latency = { redditMs: 0, hostsMs: 100 };
    replay = await startReplay({ workDir: join(folder, "replay"), latency });
  });
  afterEach(async () => {
    await replay.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const out = () => join(folder, "pictures");
  /** The pages that the archive was asked for. */
  const pages = () =>
    replay.requests().flatMap(({ path }) => (path.startsWith("/api/posts/search") ? [path] : []));

  function crawl(...more: string[]) {
    const all = [...words, "--out", out(), ...more];
    const child = counted(
      all,
      spawn(process.execPath, [cli, ...all], {
        stdio: ["ignore", "ignore", "pipe"],
        env: { ...process.env, ...replay.environment(), XDG_STATE_HOME: join(folder, "state") },
      }),
    );
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    return { child, closed: once(child, "close"), said: () => said };
  }

  /** Waits until a place behind the first page is kept. */
  async function listedPage() {
    for (;;) {
      const names = await readdir(out(), { recursive: true }).catch(() => []);
      if (names.some((name) => name.endsWith("/continuation.json"))) return;
      await sleep(20);
    }
  }

  async function stopWith(signal: NodeJS.Signals): Promise<void> {
    const { child, closed, said } = crawl();
    await Promise.race([listedPage(), closed]);
    child.kill(signal);
    await closed;
    const [stopped] = await readCrawls(out());
    expect(stopped?.summary.state, said()).toBe("listing");
    expect(stopped?.records.length).toBeLessThan(limit);
  }

  test.each(["SIGKILL", "SIGINT"] as const)(
    "goes on behind its last page with the next run, after %s: nothing is listed twice or lost",
    async (signal) => {
      await stopWith(signal);
      const before = pages().length;
      const { closed, said } = crawl();
      const [code] = await closed;
      expect(code, said()).toBe(0);
      expect(said()).toContain("Going on with the crawl of");

      const crawls = await readCrawls(out());
      expect(crawls).toHaveLength(1);
      const { state, counts } = crawls[0]!.summary;
      const { listed: count, adverts = 0 } = counts;
      expect([state, count - adverts]).toEqual(["listed", limit]);
      expect(new Set(crawls[0]?.records.map(({ post }) => post.id)).size).toBe(count);
      // The page that was under way when it was stopped may have been asked for twice.
      expect(
        pages()
          .slice(before)
          .filter((page) => pages().indexOf(page) < before - 1),
      ).toEqual([]);
      const listed = new Set(crawls[0]?.records.map(({ post }) => post.id));
      const expected = await replay.expected(400, { only: listed });
      const stored = [...(await storedPictures(out())).keys()].filter((name) =>
        /^\w+\/\w+\/\d/.test(name),
      );
      expect(stored).toHaveLength(expected.flatMap(({ pictures }) => pictures).length);
      // Nothing is left to go on from.
      const names = await readdir(out(), { recursive: true });
      expect(names.filter((name) => /continuation\.json|queue\.jsonl/.test(name))).toEqual([]);
    },
  );

  test("begins from the beginning with --anew", async () => {
    await stopWith("SIGKILL");
    const { child, closed, said } = crawl("--anew");
    const asked = pages().length;
    while (pages().length === asked) await sleep(20);
    child.kill("SIGINT");
    await closed;
    expect(said()).not.toContain("Going on");
    expect(await readCrawls(out())).toHaveLength(2);
  });
});
