import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { readCrawls } from "@reddit-crawler/picture-folder/read-crawls";
import { startReplay, type Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { expect, test } from "vitest";

import { runStart } from "../local/start-command.ts";
import { orderCrawl } from "../pipeline/crawl-api.ts";
import { storedPictures, withoutKeys } from "../testing/played-crawl.ts";
import { recordedOutput } from "../testing/recorded-output.ts";
import { runCommand } from "../testing/run-command.ts";

// More pages than are listed until the first one's place is kept and the crawl is stopped.
const limit = 210;
const order = { subreddit: "aww", sort_method: "new", limit, source: "archive" };
const words = ["crawl", "aww", "--source", "archive", "--sort", "new", "--limit", String(limit)];

/** `start` for the folder `out`, with what its page asks for and what it has said. */
function startPage(out: string, replay: Replay) {
  const end = new AbortController();
  const printed: string[] = [];
  const output = recordedOutput(printed);
  const api = Promise.withResolvers<string>();
  const page = Promise.withResolvers<string>();
  const { hint } = output;
  output.hint = (text) => {
    hint(text);
    const [, url] = /The API is at (\S+)\. /.exec(text) ?? [];
    if (url !== undefined) api.resolve(url);
  };
  const running = runStart({
    settings: withoutKeys,
    folder: out,
    network: { ...replay.environment() },
    apiPort: undefined,
    output,
    signal: end.signal,
    onStarted: page.resolve,
  });
  const ended = running.then(() => Promise.reject(new Error(printed.join("\n"))));
  ended.catch(() => {});
  const stop = async (crawlId: string) => {
    const url = await page.promise;
    const origin = url.slice(0, -1);
    const answer = await fetch(`${url}crawls/${crawlId}/stop`, {
      method: "POST",
      headers: { origin },
    });
    return answer.status;
  };
  return { end, printed, running, ended, stop, api: api.promise };
}

test(
  "a crawl that is stopped in the page stays as it is, others end, and the same order goes on with it",
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "stop-button-"));
    const out = join(folder, "pictures");
    // Slow enough that many listed posts are open when it is stopped.
    const latency = { redditMs: 700, hostsMs: 100 };
    const replay = await startReplay({ workDir: join(folder, "replay"), latency });
    const started = startPage(out, replay);
    const { end, printed, running, ended, stop } = started;
    const kept = async (crawlId: string) => (await readCrawls(out, { only: crawlId }))[0];
    try {
      const url = await Promise.race([started.api, ended]);
      const crawlId = await orderCrawl(url, order);
      const other = await orderCrawl(url, { ...order, subreddit: "cats", limit: 25 });
      const place = join(out, "_crawls", crawlId);
      const names = async () => readdir(place).catch((): string[] => []);
      while (!(await names()).includes("continuation.json")) await Promise.race([sleep(20), ended]);

      const [first, second] = await Promise.all([stop(crawlId), stop(crawlId)]);
      expect([first, second], "given twice").toEqual([204, 204]);
      expect(await stop(crawlId), "once it is over").toBe(409);
      expect(await stop("01KAR7Q8Z4M3XWQ0V5T9B2C6DE")).toBe(404);
      const stopped = await kept(crawlId);
      expect(stopped?.summary.state).toBe("listing");
      expect(stopped?.records.length).toBeLessThan(stopped?.summary.counts.listed ?? 0);

      while (!printed.some((line) => line.startsWith(`Crawl ${other}: `)))
        await Promise.race([sleep(50), ended]);
      expect((await kept(other))?.records.length, "the other crawl").toBe(25);
      expect(await kept(crawlId), "nothing more came of it").toEqual(stopped);
      const isOver = (line: string) => line.includes("listing-over") && line.includes(crawlId);
      while (!printed.some(isOver)) await Promise.race([sleep(50), ended]);
      const said = printed.join("\n");
      expect(said).toMatch(
        new RegExp(`Crawl ${crawlId} is stopped\\. \\d+ posts of its listing are open`),
      );
      end.abort();
      expect(await running).toBe(0);
      expect(await readdir(out)).toContain("index.html");

      const environment = { ...replay.environment(), XDG_STATE_HOME: join(folder, "state") };
      const show = await runCommand(["list", "--out", out], environment);
      expect(show.stdout).toMatch(new RegExp(`${crawlId}.*stopped`));
      const { code, stderr } = await runCommand([...words, "--out", out], environment);
      expect(code, stderr).toBe(0);
      expect(stderr).toContain("Going on with the crawl of");
      const whole = await kept(crawlId);
      const { listed, adverts = 0 } = whole?.summary.counts ?? { listed: 0 };
      expect([whole?.summary.state, listed - adverts]).toEqual(["listed", limit]);
      const ids = new Set(whole?.records.map(({ post }) => post.id));
      expect(ids.size).toBe(listed);
      expect(await readCrawls(out)).toHaveLength(2);
      const expected = await replay.expected(1000, { only: ids });
      // The other crawl lists some of the same posts.
      const stored = [...(await storedPictures(out)).keys()].filter((name) =>
        name.startsWith("aww/"),
      );
      const perPost = Map.groupBy(stored, (name) => name.split("/")[1] ?? "");
      for (const { postId, pictures } of expected)
        expect(perPost.get(postId)?.length ?? 0, postId).toBe(pictures.length);
      expect(await names(), "nothing is left to go on with").not.toContain("queue.jsonl");
    } finally {
      end.abort();
      await running.catch(() => {});
      await replay.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

test(
  "a crawl that waits for Reddit's feed, and one that waits behind it, stop at once",
  { timeout: 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "stop-waiting-"));
    const out = join(folder, "pictures");
    const replay = await startReplay({ workDir: join(folder, "replay") });
    const started = startPage(out, replay);
    const { end, running, ended, stop } = started;
    try {
      const url = await Promise.race([started.api, ended]);
      const feed = { subreddit: "aww", sort_method: "hot", limit: 300, source: "feed" };
      const waits = await orderCrawl(url, feed);
      const kept = async (crawlId: string) => (await readCrawls(out, { only: crawlId }))[0];
      const isWaiting = async () => (await kept(waits))?.summary.waiting !== undefined;
      while (!(await isWaiting())) await Promise.race([sleep(50), ended]);
      const behind = await orderCrawl(url, { ...feed, subreddit: "cats" });
      while (!(await kept(behind))) await Promise.race([sleep(50), ended]);

      const beganAtMs = performance.now();
      expect(await Promise.all([stop(waits), stop(behind)])).toEqual([204, 204]);
      // Far less than the minute that the feed asks for.
      expect(performance.now() - beganAtMs).toBeLessThan(20_000);
      expect((await kept(waits))?.summary.counts.listed).toBeGreaterThan(0);
      expect((await kept(behind))?.records).toEqual([]);
    } finally {
      end.abort();
      await running.catch(() => {});
      await replay.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
