import { join } from "node:path";

import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";
import type { PostRecord } from "@reddit-crawler/message-schema";
import { readCrawls } from "@reddit-crawler/picture-folder/read-crawls";
import type { Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { describe, expect, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { runCrawl } from "../local/run-crawl.ts";
import type { LocalPipeline } from "../pipeline/pipeline.ts";
import { changedTemplate } from "../testing/changed-template.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

/** KILL_SECONDS=60 kills at random for a minute instead of at chosen moments: for a nightly run. */
const killSeconds = Number(process.env["KILL_SECONDS"] ?? 0);
/** KILL_SEED plays the same random kills again, as far as the machine's own timing lets them fall alike. */
const seed = Number(process.env["KILL_SEED"] ?? Date.now() % 1_000_000);

/** Kills processes of a running pipeline. `stop` ends that. */
type Killer = (pipeline: LocalPipeline, replay: Replay, kills: Kills) => { stop(): void };

/** How often processes of each function were killed, by logical id. */
type Kills = Map<string, number>;

describe("a crawl whose functions are killed", { timeout: 600_000 }, () => {
  interface Scene {
    limit: number;
    /** Milliseconds until a picture host answers: long enough that kills meet work in every state. */
    hostsMs: number;
    /** Seconds until a killed worker's post comes back, instead of minutes, so that tests end. */
    visibilityTimeout: number;
  }

  /** Crawls with kills and without, and holds that both end with the same records and pictures. */
  async function crawlsAlike(scene: Scene, killer: Killer): Promise<Kills> {
    const { folder, replay } = await temporaryReplay({
      latency: { redditMs: 300, hostsMs: scene.hostsMs },
    });
    const templatePath = changedTemplate(folder, (template) => {
      const balancer = "Resources.BalancerFunction.Properties.Environment.Variables";
      const timeout = "Resources.PostQueue.Properties.VisibilityTimeout";
      changeTemplate(template, timeout, scene.visibilityTimeout);
      // A request of a killed loader comes back behind its timeout.
      changeTemplate(template, "Resources.CrawlQueue.Properties.VisibilityTimeout", 60);
      // A worker begins nothing when it has less than 20 s.
      changeTemplate(template, `${balancer}.MESSAGE_VISIBILITY_TIMEOUT_SECONDS`, "30");
    });
    const crawl = async (out: string, onStarted: (pipeline: LocalPipeline) => void) => {
      const printed: string[] = [];
      const end = await runCrawl({
        order: { subreddit: "aww", sort_method: "top", time_filter: "day", limit: scene.limit },
        settings: demoSettings,
        folder: join(folder, out),
        network: { ...replay.environment() },
        output: { ...recordedOutput(printed), verbosity: "normal" },
        signal: new AbortController().signal,
        templatePath,
        onStarted,
      });
      expect(end, printed.join("\n")).toBe(0);
      const [kept] = await readCrawls(join(folder, out));
      return kept?.records ?? [];
    };

    const kills: Kills = new Map();
    let killing: ReturnType<Killer> | undefined;
    const killed = await crawl("killed", (pipeline) => {
      killing = killer(pipeline, replay, kills);
    });
    killing?.stop();
    const whole = await crawl("whole", () => {});
    expect(whole).toHaveLength(scene.limit);
    expect(outcomes(killed)).toEqual(outcomes(whole));
    expect(repeatedPictures(killed)).toEqual(repeatedPictures(whole));
    return kills;
  }

  test("at chosen moments ends with the same files and records", async () => {
    const kills = await crawlsAlike(
      { limit: 25, hostsMs: 300, visibilityTimeout: 5 },
      atChosenMoments,
    );
    expect([...kills.keys()].toSorted()).toEqual([
      "ApiEndpointFunction",
      "ArticleLoaderFunction",
      "BalancerFunction",
      "DownloadWorkerFunction",
    ]);
  });

  test.runIf(killSeconds > 0)("at random ends with the same files and records", async () => {
    console.log(`KILL_SEED=${seed}`);
    const kills = await crawlsAlike({ limit: 60, hostsMs: 3000, visibilityTimeout: 30 }, atRandom);
    console.log(
      `killed: ${[...kills].map(([name, times]) => `${name} ${times} times`).join(", ")}`,
    );
    expect(kills.get("DownloadWorkerFunction")).toBeGreaterThan(0);
  });
});

/**
 * Kills all processes of a function at each of these moments, one after the other: the API's before it is asked, the
 * loader's while Reddit answers it, then workers' while hosts answer them, and the balancer's.
 */
const atChosenMoments: Killer = (pipeline, replay, kills) => {
  const pictureRequests = () =>
    replay.requests().filter(({ host }) => !host.endsWith("reddit.com")).length;
  const moments: { victim: string; hasCome: () => boolean }[] = [
    { victim: "ApiEndpointFunction", hasCome: () => true },
    {
      victim: "ArticleLoaderFunction",
      hasCome: () => replay.requests().some(({ host }) => host === "oauth.reddit.com"),
    },
    ...["DownloadWorkerFunction", "BalancerFunction", "DownloadWorkerFunction"].map(
      (victim, index) => ({ victim, hasCome: () => pictureRequests() > 12 * index }),
    ),
  ];
  const killNext = () => {
    const [next] = moments;
    if (next?.hasCome() && killAll(pipeline, next.victim, kills)) moments.shift();
  };
  // Before anything is asked: the API's moment.
  killNext();
  const timer = setInterval(killNext, 10);
  return {
    stop: () => {
      clearInterval(timer);
      expect(moments).toEqual([]);
    },
  };
};

/** Kills one process after the other, 0.2 to 1.7 s apart, for as long as KILL_SECONDS says. */
const atRandom: Killer = (pipeline, _replay, kills) => {
  const random = new SeededRandom(seed);
  const until = Date.now() + killSeconds * 1000;
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
    if (victim && pid !== undefined) killProcess(pid, victim.logicalId, kills);
    timer = setTimeout(killOne, 200 + random.fraction() * 1500);
  };
  let timer = setTimeout(killOne, 700);
  return { stop: () => clearTimeout(timer) };
};

/** The loader's event is given up after three attempts, and the API's caller gives up after three. */
function mayBeKilled(logicalId: string, kills: Kills): boolean {
  const isFragile = logicalId === "ArticleLoaderFunction" || logicalId === "ApiEndpointFunction";
  return !isFragile || (kills.get(logicalId) ?? 0) < 2;
}

/** Whether a process of the function ran, and was killed. */
function killAll(pipeline: LocalPipeline, victim: string, kills: Kills): boolean {
  const running = pipeline.functions().find(({ logicalId }) => logicalId === victim)?.pids ?? [];
  return running.map((pid) => killProcess(pid, victim, kills)).includes(true);
}

function killProcess(pid: number, logicalId: string, kills: Kills): boolean {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
  kills.set(logicalId, (kills.get(logicalId) ?? 0) + 1);
  return true;
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
