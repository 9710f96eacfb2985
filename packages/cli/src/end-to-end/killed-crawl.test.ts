import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";
import { postRecordSchema, type PostRecord } from "@reddit-crawler/message-schema";
import { demoCredentials, startReplay } from "@reddit-crawler/replay-reddit/start-replay";
import { expect, test } from "vitest";
import * as z from "zod/mini";

import type { LocalPipeline } from "../pipeline/pipeline.ts";
import { recordedOutput } from "../testing/recorded-output.ts";
import { changedTemplate } from "../testing/changed-template.ts";
import { runCrawl } from "../local/run-crawl.ts";

const killingMs = 60_000;
const limit = 60;
/** KILL_SEED plays the same kills again, as far as the machine's own timing lets them fall alike. */
const seed = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);

test(
  "a crawl whose functions are killed at random for a minute ends with the same files and records",
  { timeout: 600_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "killed-crawl-"));
    const replay = await startReplay({
      workDir: join(folder, "replay"),
      // Slow enough that a minute of kills meets work in every state.
      latency: { hostsMs: 3000 },
    });
    // A killed worker's post comes back after the visibility timeout: 30 s instead of minutes, so that tests end.
    const templatePath = changedTemplate(folder, (template) => {
      const balancer = "Resources.BalancerFunction.Properties.Environment.Variables";
      changeTemplate(template, "Resources.PostQueue.Properties.VisibilityTimeout", 30);
      changeTemplate(template, `${balancer}.MESSAGE_VISIBILITY_TIMEOUT_SECONDS`, "30");
    });

    const crawl = (out: string, onStarted: (pipeline: LocalPipeline) => void) =>
      runCrawl({
        order: { subreddit: "aww", sort_method: "top", time_filter: "day", limit },
        settings: {
          redditCredentials: demoCredentials,
          redditUserAgent: undefined,
          imgurClientId: "any",
        },
        folder: join(folder, out),
        network: { ...replay.environment() },
        output: recordedOutput(),
        signal: new AbortController().signal,
        templatePath,
        onStarted,
      });

    try {
      console.log(`KILL_SEED=${seed}`);
      const random = new SeededRandom(seed);
      const kills = new Map<string, number>();
      let killer: NodeJS.Timeout | undefined;
      const killed = await crawl("killed", (pipeline) => {
        const until = Date.now() + killingMs;
        const killOne = () => {
          if (Date.now() > until) return;
          // Every other one is a worker: they have the work that can be lost, and a quick crawl has few moments.
          const workersTurn = [...kills.values()].reduce((sum, times) => sum + times, 0) % 2 === 0;
          const victims = pipeline
            .functions()
            .filter(({ logicalId, pids }) => pids.length > 0 && mayBeKilled(logicalId, kills))
            .filter(({ logicalId }) => workersTurn === (logicalId === "DownloadWorkerFunction"));
          const victim = victims[Math.floor(random.fraction() * victims.length)];
          const pid = victim?.pids[Math.floor(random.fraction() * victim.pids.length)];
          if (victim && pid !== undefined && kill(pid))
            kills.set(victim.logicalId, (kills.get(victim.logicalId) ?? 0) + 1);
          killer = setTimeout(killOne, 200 + random.fraction() * 1500);
        };
        killer = setTimeout(killOne, 700);
      });
      clearTimeout(killer);
      const whole = await crawl("whole", () => {});

      console.log(
        `killed: ${[...kills].map(([name, times]) => `${name} ${times} times`).join(", ")}`,
      );
      expect([killed, whole]).toEqual([0, 0]);
      expect(kills.get("DownloadWorkerFunction")).toBeGreaterThan(5);
      const ofKilled = await records(join(folder, "killed"));
      const ofWhole = await records(join(folder, "whole"));
      expect(outcomes(ofKilled)).toEqual(outcomes(ofWhole));
      expect(repeatedPictures(ofKilled)).toEqual(repeatedPictures(ofWhole));
    } finally {
      await replay.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
);

/** The loader's event is given up after three tries, and the API's caller after three: both are told so. */
function mayBeKilled(logicalId: string, kills: ReadonlyMap<string, number>): boolean {
  const triesOnce = logicalId === "ArticleLoaderFunction" || logicalId === "ApiEndpointFunction";
  return !triesOnce || (kills.get(logicalId) ?? 0) < 2;
}

function kill(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

async function records(folder: string): Promise<PostRecord[]> {
  const crawlId = (await readdir(join(folder, "_crawls"))).find((name) => name !== "state");
  const posts = join(folder, "_crawls", crawlId ?? "", "posts");
  return Promise.all(
    (await readdir(posts)).map(async (name) =>
      z.parse(postRecordSchema, JSON.parse(await readFile(join(posts, name), "utf8"))),
    ),
  );
}

/**
 * What became of each post and link, without when and by which crawl. And without which of several same pictures is the
 * first: two posts in flight at once claim that as they come, killed or not.
 */
function outcomes(all: readonly PostRecord[]) {
  return Object.fromEntries(
    all.map(({ post, outcome, reason, links }) => [
      post.id,
      { outcome, reason, links: links.map(({ duplicateOf: _first, ...link }) => link) },
    ]),
  );
}

/** How often each picture is stored, by its bytes; all but one of the same name that one. */
function repeatedPictures(all: readonly PostRecord[]) {
  const links = all.flatMap((record) => record.links).filter(({ key }) => key !== undefined);
  const same = Map.groupBy(links, ({ sha256 }) => sha256);
  for (const pictures of same.values()) {
    const [first, ...others] = pictures.toSorted(
      (a, b) => Number(a.duplicateOf !== undefined) - Number(b.duplicateOf !== undefined),
    );
    expect(first?.duplicateOf).toBeUndefined();
    expect(others.map(({ duplicateOf }) => duplicateOf)).toEqual(others.map(() => first?.key));
  }
  return new Map([...same].map(([sha256, pictures]) => [sha256, pictures.length]));
}
