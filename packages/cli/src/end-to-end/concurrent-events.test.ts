import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { StackEvent } from "@reddit-crawler/local-stack/stack-event";
import type { PostRecord } from "@reddit-crawler/message-schema";
import { pictureFolder } from "@reddit-crawler/picture-folder/picture-folder";
import type { Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { expect, test, vi } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { followCrawl } from "../local/follow-crawl.ts";
import { endlessPatience } from "../local/patience.ts";
import { orderCrawl } from "../pipeline/crawl-api.ts";
import { startPipeline } from "../pipeline/pipeline.ts";

const limit = 50;

test(
  "50 posts at once in one process have the effects that they have one after the other",
  { timeout: 300_000 },
  async () => {
    // Slow enough that posts meet; one after the other they need not.
    const slow = await temporaryReplay({ latency: { redditMs: 0, hostsMs: 300 } });
    const quick = await temporaryReplay({ latency: { redditMs: 0, hostsMs: 0 } });

    const atOnce = await crawl(slow.replay, join(slow.folder, "pictures"), limit);
    const inTurn = await crawl(quick.replay, join(quick.folder, "pictures"), 1);
    expect(inTurn.mostAtOnce).toBe(1);
    expect(atOnce.mostAtOnce).toBeGreaterThan(limit / 2);
    expect(atOnce.workers).toBe(1);

    expect(atOnce.outcomes).toEqual(inTurn.outcomes);
    expect(Object.keys(atOnce.outcomes)).toHaveLength(limit);
    expect(atOnce.pictures).toEqual(inTurn.pictures);
    expect(atOnce.asked).toEqual(inTurn.asked);
    expect(atOnce.queues).toEqual({ waiting: 0, inFlight: 0, deadLettered: 0 });
    // Each line is about one post, and says by its request id which one; a look whether the crawl is over is about none.
    for (const [requestId, posts] of atOnce.postsOfRequest)
      expect([...posts].slice(1), requestId).toEqual([]);
    expect(atOnce.postsOfRequest.size).toBeGreaterThanOrEqual(atOnce.decided.length);
    expect(atOnce.decided.length).toBeGreaterThan(limit / 2);
  },
);

/** Crawls with at most `mostConcurrent` posts at a time. Resolves to all its effects, without when and in which order. */
async function crawl(replay: Replay, folder: string, mostConcurrent: number) {
  const running = new Set<string>();
  const workers = new Set<number>();
  const lines: Record<string, string>[] = [];
  let mostAtOnce = 0;
  const onEvent = (event: StackEvent) => {
    if (!("function" in event) || event.function !== "DownloadWorkerFunction") return;
    if (event.type === "sandbox-started") workers.add(event.pid);
    if (event.type === "invoked") running.add(event.requestId);
    if ("durationMs" in event) running.delete(event.requestId);
    mostAtOnce = Math.max(mostAtOnce, running.size);
  };
  const before = replay.requests().length;
  const pipeline = await startPipeline({
    settings: demoSettings,
    folder,
    network: { ...replay.environment() },
    mostConcurrent,
    onLog: (entry) => {
      if (entry.function === "DownloadWorkerFunction" && entry.line.startsWith("{"))
        lines.push(JSON.parse(entry.line));
    },
    onEvent,
  });
  try {
    const order = { subreddit: "aww", sort_method: "top", time_filter: "day", limit } as const;
    const end = await followCrawl(await orderCrawl(pipeline.apiUrl, order), {
      pipeline,
      folder: pictureFolder(folder),
      patience: endlessPatience,
      onProgress: () => {},
      sleep: (ms) => sleep(ms),
    });
    expect(end.kind).toBe("decided");
    const { records, summary } = end.progress;
    const decided = () => {
      const ends = lines.filter(({ event }) => event === "post-decided");
      return new Set(ends.map(({ postId, outcome, reason }) => `${postId} ${outcome} ${reason}`));
    };
    // The last message is deleted, and its line written, after its record was kept.
    const isOver = async () =>
      running.size === 0 &&
      decided().size === summary?.counts.queued &&
      // Whether the crawl is over is looked at again 20 s behind its last post.
      isEmpty(await pipeline.queueDepths());
    await vi.waitUntil(isOver, { timeout: 60_000, interval: 50 });
    const postsOfRequest = new Map<string, Set<string>>();
    for (const { function_request_id: id = "none", postId } of lines) {
      const posts = postsOfRequest.get(id) ?? new Set();
      postsOfRequest.set(id, postId === undefined ? posts : posts.add(postId));
    }
    return {
      mostAtOnce,
      workers: workers.size,
      outcomes: outcomes(records),
      pictures: await digests(folder),
      asked: urls(replay, before),
      queues: await pipeline.queueDepths(),
      decided: [...decided()].toSorted(),
      postsOfRequest,
    };
  } finally {
    await pipeline.stop();
  }
}

/** Without which of several same pictures is the first: posts that are worked on at once claim that as they come. */
function outcomes(all: readonly PostRecord[]) {
  return Object.fromEntries(
    all.map(({ post, outcome, reason, links }) => [
      post.id,
      { outcome, reason, links: links.map(({ duplicateOf: _first, ...link }) => link) },
    ]),
  );
}

/** The picture files, with a digest of each. */
async function digests(folder: string): Promise<Record<string, string>> {
  const files = await readdir(folder, { recursive: true });
  const pictures = files.filter((file) => /^aww.*[/\\]\d[\w-]*\.\w+$/.test(file)).toSorted();
  const read = async (file: string) => {
    const bytes = await readFile(join(folder, file));
    return [file, createHash("sha256").update(bytes).digest("hex")] as const;
  };
  return Object.fromEntries(await Promise.all(pictures.map(read)));
}

/** What picture hosts were asked for: each address once, since a copy of a copy need not be asked for. */
function urls(replay: Replay, from: number): string[] {
  const asked = replay.requests().slice(from);
  const ofHosts = asked.filter(({ host }) => !host.endsWith("reddit.com"));
  return [...new Set(ofHosts.map(({ host, path }) => host + path))].toSorted();
}

function isEmpty({ waiting, inFlight }: { waiting: number; inFlight: number }): boolean {
  return waiting + inFlight === 0;
}
