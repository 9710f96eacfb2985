import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import {
  demoCredentials,
  startReplay,
  type Replay,
} from "@reddit-crawler/replay-reddit/start-replay";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { orderCrawl } from "../pipeline/crawl-api.ts";
import { cli, counted, runCommand } from "../testing/run-command.ts";

const nothing = { code: 0, stdout: "", stderr: "" };

describe(
  "the options of the other commands, given on the command line",
  { timeout: 120_000 },
  () => {
    let folder: string;
    let out: string;
    let replay: Replay;
    let environment: Readonly<Record<string, string>>;
    let crawlId: string;

    const run = (...words: string[]) => runCommand(words, environment);

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "question-options-"));
      out = join(folder, "pictures");
      replay = await startReplay({ workDir: join(folder, "replay") });
      environment = {
        ...replay.environment(),
        REDDIT_CLIENT_ID: demoCredentials.clientId,
        REDDIT_CLIENT_SECRET: demoCredentials.clientSecret,
        XDG_STATE_HOME: join(folder, "state"),
      };
      const { stdout } = await run("crawl", "aww", "-l", "5", "--json", "-o", out);
      crawlId = JSON.parse(stdout).crawl_id;
    }, 90_000);
    afterAll(async () => {
      await replay.stop();
      await rm(folder, { recursive: true, force: true });
    });

    test("--quiet leaves nothing to say where nothing is wrong", async () => {
      expect(await run("list", "--quiet", "--out", out)).toEqual(nothing);
      expect(await run("verify", "--quiet", out)).toEqual(nothing);
      expect(await run("retry", "--quiet", crawlId, "--out", out)).toEqual(nothing);
      expect(await run("config", "--quiet")).toEqual(nothing);
      expect(await run("doctor", "--quiet")).toEqual(nothing);
    });

    test("--json gives one document, whatever is asked", async () => {
      const read = async (asked: ReturnType<typeof run>) => JSON.parse((await asked).stdout);
      const { crawls } = await read(run("list", "--json", "--out", out));
      expect(crawls.at(-1)).toMatchObject({ crawl_id: crawlId, state: "finished" });
      expect(await read(run("verify", "--json", out))).toMatchObject({ repaired: 0, lost: [] });
      const again = await read(run("retry", "--json", crawlId, "--out", out));
      expect(again).toMatchObject({ state: "finished", pictures: { stored: 0 } });
    });

    test("--verbose adds what the stages log, where any runs, and nothing elsewhere", async () => {
      const retried = await run("retry", "--verbose", crawlId, "--out", out);
      expect(retried.stderr).toMatch(/ ArticleLoader +info +listed /);
      expect((await run("list", "--verbose", "--out", out)).stdout).toContain(crawlId);
      expect((await run("show", "--verbose", crawlId, "--out", out)).stdout).toContain("r/aww");
      expect((await run("verify", "--verbose", out)).stdout).toMatch(/^\d+ pictures as downloaded/);
      expect((await run("config", "--verbose")).stdout).toContain("REDDIT_CLIENT_ID");
      expect((await run("doctor", "--verbose")).stdout).toContain("api");
    });

    test("retry and start name what is new as they are told, and write its sidecar", async () => {
      const once = join(out, "aww");
      await rm(once, { recursive: true });
      // oxfmt-ignore
      const retried = await run("retry", crawlId, "--name", "{id}-{nn}.{ext}", "--sidecar", "--out", out);
      expect(retried.code, retried.stderr).toBe(0);
      const names = (await readdir(out)).filter((name) => /^\w{7}-\d\d\./.test(name));
      expect(names.some((name) => name.endsWith(".jpg.json"))).toBe(true);
    });

    test("start keeps silent with --quiet and shows every line with --verbose, on the port that is named", async () => {
      const started = async (isDone: (said: string) => unknown, words: readonly string[]) => {
        const port = await freePort();
        const all = [...words, "--port", port];
        const child = counted(
          all,
          spawn(process.execPath, [cli, ...all], {
            env: { ...process.env, ...environment },
            stdio: ["ignore", "ignore", "pipe"],
          }),
        );
        const ended = once(child, "close");
        let said = "";
        child.stderr.setEncoding("utf8").on("data", (part: string) => (said += part));
        const api = `http://127.0.0.1:${port}`;
        await expect
          .poll(() =>
            fetch(`${api}/crawls`).then(
              ({ ok }) => ok,
              () => false,
            ),
          )
          .toBe(true);
        const order = { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 1 };
        const id = await orderCrawl(api, order);
        const status = async (): Promise<unknown> => (await fetch(`${api}/crawls/${id}`)).json();
        await expect.poll(status).toMatchObject({ state: "finished" });
        await expect.poll(() => isDone(said)).toBeTruthy();
        child.kill("SIGINT");
        expect(await ended).toEqual([0, null]);
        return said;
      };
      const fresh = join(folder, "started");
      // oxfmt-ignore
      const quiet = ["start", "--quiet", "--name", "{id}-{nn}.{ext}", "--sidecar", "--out", fresh];
      const hasSidecar = async () =>
        (await readdir(fresh)).some((name) => /^\w{7}-01\.\w+\.json$/.test(name));
      expect(await started(hasSidecar, quiet)).not.toMatch(/ info |gallery is at/);
      const isLogged = (said: string) => / DownloadWorker info +post-decided /.test(said);
      await started(isLogged, ["start", "--verbose", "--out", out]);
    });
  },
);

async function freePort(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return String(typeof address === "object" ? address?.port : 0);
}
