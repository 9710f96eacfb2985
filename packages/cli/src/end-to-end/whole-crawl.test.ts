import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";
import type { Template } from "@reddit-crawler/local-stack/template/template";
import {
  demoCredentials,
  startReplay,
  type Replay,
  type ReplayOptions,
} from "@reddit-crawler/replay-reddit/start-replay";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { LocalPipeline } from "../pipeline/pipeline.ts";
import { changedTemplate } from "../testing/changed-template.ts";
import { speedUpLoader } from "../testing/fast-loader.ts";
import { storedPictures } from "../testing/played-crawl.ts";
import { recordedOutput } from "../testing/recorded-output.ts";
import { demoSettings } from "../local/demo-command.ts";
import { runCrawl, type CrawlRun } from "../local/run-crawl.ts";

describe("a whole crawl, from the zips and the template, over TLS", { timeout: 120_000 }, () => {
  let folder: string;
  let replay: Replay | undefined;
  let printed: string[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    printed = [];
  });
  afterEach(async () => {
    await replay?.stop();
    replay = undefined;
  });

  const out = () => join(folder, "pictures");
  const output = () => printed.join("\n");

  async function play(options: Partial<ReplayOptions> = {}) {
    replay = await startReplay({ workDir: join(folder, "replay"), ...options });
    return replay;
  }

  function crawl(subreddit: string, limit: number, run: Partial<CrawlRun> = {}) {
    return runCrawl({
      order: { subreddit, sort_method: "top", time_filter: "day", limit },
      settings: demoSettings,
      folder: out(),
      network: { ...replay?.environment() },
      output: recordedOutput(printed),
      signal: new AbortController().signal,
      ...run,
    });
  }

  const pictures = () => storedPictures(out());

  async function expectedPictures(limit: number) {
    const posts = await replay!.expected(limit);
    return posts.flatMap(({ pictures }) => pictures.map(({ sha256 }) => sha256)).toSorted();
  }

  const pictureRequests = () =>
    replay!.requests().filter(({ host }) => !host.endsWith("reddit.com")).length;

  test("stores every picture of 100 posts of every shape, each once, byte for byte", async () => {
    await play();
    expect(await crawl("aww", 100), output()).toBe(0);
    const stored = await pictures();
    expect([...stored.values()].toSorted()).toEqual(await expectedPictures(100));
    expect(replay!.requests().filter(({ unexpected }) => unexpected)).toEqual([]);

    const downloaded = pictureRequests();
    expect(await crawl("aww", 100), output()).toBe(0);
    expect(pictureRequests() - downloaded, "requests for what is already here").toBeLessThan(15);
    expect(await pictures()).toEqual(stored);

    expect(output()).not.toContain(demoCredentials.clientSecret);
  });

  test("never asks Reddit's listing API twice within two seconds, over pages and crawls", async () => {
    await play();
    await crawl("aww", 150);
    await crawl("cats", 1);
    const times = replay!
      .requests()
      .filter(({ host }) => host === "oauth.reddit.com")
      .map(({ at }) => at);
    // Three pages, and behind the second one the posts that its posts link.
    expect(times).toHaveLength(4);
    for (const [index, at] of times.slice(1).entries())
      expect(at - times[index]!).toBeGreaterThanOrEqual(2000);
  });

  test("ends with the same files when function processes are killed on the way", async () => {
    await play({ latency: { hostsMs: 150 } });
    let pipeline: LocalPipeline | undefined;
    let kills = 0;
    const stop = new AbortController();
    // While the first pictures are on their way: hosts take 150 ms to answer.
    const killer = setInterval(() => {
      if (stop.signal.aborted || pictureRequests() === 0) return;
      const running = pipeline?.functions().flatMap(({ pids }) => pids) ?? [];
      kills = running.filter((pid) => killed(pid)).length;
      stop.abort();
    }, 10);
    const first = await crawl("aww", 20, {
      signal: stop.signal,
      onStarted: (started) => (pipeline = started),
    });
    clearInterval(killer);
    expect(first, output()).toBe(130);
    expect(kills).toBeGreaterThan(0);
    expect(await crawl("aww", 20), output()).toBe(0);
    expect([...(await pictures()).values()].toSorted()).toEqual(await expectedPictures(20));
  });

  test("opens a host that the order asks for, which the template leaves closed", async () => {
    await play();
    const order = { subreddit: "aww", sort_method: "top", time_filter: "day", limit: 200 };
    const media_hosts = ["redgifs" as const];
    expect(await crawl("aww", 200, { order: { ...order, media_hosts } }), output()).toBe(0);
    expect((await pictures()).size).toBeGreaterThan(0);
    const asked = replay!.requests().filter(({ host }) => !host.endsWith("reddit.com"));
    expect(asked.filter(({ host }) => !host.endsWith("redgifs.com"))).toEqual([]);
  });

  test.each([
    ["replay_private", /private/i],
    ["replay_banned", /banned/i],
    ["replay_quarantined", /quarantined/i],
    ["replay_gone", /does not exist|unknown/i],
  ])("says what is wrong with r/%s and exits with 1", async (subreddit, message) => {
    await play();
    expect(await crawl(subreddit, 10)).toBe(1);
    expect(printed.at(-1)).toMatch(message);
  });

  test("says where to mend credentials that Reddit refuses", async () => {
    await play();
    const settings = {
      redditCredentials: { clientId: "wrong", clientSecret: "wrong" },
      redditUserAgent: undefined,
      imgurClientId: undefined,
      mediaHosts: undefined,
      imgurPageId: "on" as const,
    };
    expect(await crawl("aww", 5, { settings })).toBe(1);
    expect(printed.at(-1)).toMatch(/Reddit refuses .* credentials .*REDDIT_CLIENT_ID.*\.env/);
  });

  test("says at the first attempt that Reddit cannot be reached, counts the attempts, and ends with what to check", async () => {
    const shown: string[] = [];
    const recorded = recordedOutput(printed);
    const view = { ...recorded.view, show: (line: string) => void shown.push(line) };
    // Discard's port, where nothing listens.
    const network = { HTTPS_PROXY: "http://127.0.0.1:9" };
    const output = { ...recorded, view, verbosity: "normal" } as const;
    const templatePath = changedTemplate(folder, (template) => speedUpLoader(template, 4));
    expect(await crawl("aww", 5, { network, output, templatePath })).toBe(1);
    const away = /^Reddit cannot be reached \(.*ECONNREFUSED.*: check the network, and HTTPS_PROXY/;
    expect(printed[0]).toMatch(away);
    expect(printed.filter((text) => away.test(text))).toHaveLength(1);
    const attempts = shown.flatMap(
      (line) => /cannot be reached, (attempt \d of up to 9): \d+ s$/.exec(line)?.[1] ?? [],
    );
    expect([...new Set(attempts)].at(0)).toBe("attempt 2 of up to 9");
    expect([...new Set(attempts)].at(-1)).toBe("attempt 9 of up to 9");
    expect(printed.at(-1)).toMatch(/failed\. Reddit could not be reached: check the network/);
    expect(printed.join()).not.toContain(" at ");
  });

  test("is wired by the template: a renamed queue makes no difference", async () => {
    await play();
    const templatePath = changedTemplate(folder, (template) =>
      renamed(template, "PostQueue", "WaitingPosts"),
    );
    expect(await crawl("aww", 5, { templatePath }), output()).toBe(0);
    expect([...(await pictures()).values()].toSorted()).toEqual(await expectedPictures(5));
  });

  test("is wired by the template: a stage without a variable of its own fails loudly", async () => {
    await play();
    const variables = "Resources.ArticleLoaderFunction.Properties.Environment.Variables";
    const templatePath = changedTemplate(folder, (template) => {
      changeTemplate(template, `${variables}.REDDIT_REQUEST_DELAY_MS`);
      // Its request comes back six times.
      changeTemplate(template, "Resources.CrawlQueue.Properties.VisibilityTimeout", 60);
    });
    expect(await crawl("aww", 5, { templatePath })).toBe(1);
    expect(output()).toContain("REDDIT_REQUEST_DELAY_MS is missing");
  });
});

/** `template` with the resource `from` under another logical id, to which all references lead. */
function renamed(template: Template, from: string, to: string): Template {
  const { [from]: resource, ...others } = template.Resources;
  const moved = { ...template, Resources: { ...others, [to]: resource } };
  return JSON.parse(JSON.stringify(moved), (_key, value: unknown) => {
    // `Ref` and `Fn::GetAtt` name it alone, `Fn::Sub` among other text.
    if (value === from) return to;
    if (typeof value !== "string") return value;
    return value.replaceAll(`\${${from}}`, `\${${to}}`).replaceAll(`\${${from}.`, `\${${to}.`);
  });
}

function killed(processId: number): boolean {
  try {
    return process.kill(processId, "SIGKILL");
  } catch {
    return false;
  }
}
