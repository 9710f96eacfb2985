import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { orderCrawl } from "@reddit-crawler/embedded-stack/commands/crawl-api";
import { followCrawl } from "@reddit-crawler/embedded-stack/commands/follow-crawl";
import { pictureFolder } from "@reddit-crawler/embedded-stack/commands/picture-folder";
import { startPipeline } from "@reddit-crawler/embedded-stack/commands/pipeline";
import type { StackEvent } from "@reddit-crawler/embedded-stack/stack/stack-event";
import { parse } from "yaml";

import type { Benchmark, Figure } from "../benchmark.ts";
import { startPictureInternet } from "../servers/picture-internet.ts";
import { repositoryRoot } from "../stages.ts";

/** Reddit lists a thousand posts at most, so that more of them are several crawls. */
const postsPerCrawl = 1000;
const sizes = [100, 1000, 10_000];

/** What a number of posts cost. */
interface Cost {
  seconds: number;
  /** By service and action. */
  requests: Map<string, number>;
  /** By function. */
  gbSeconds: Map<string, number>;
}

/** What 100, 1,000 and 10,000 posts of one picture cost, and how much more one of 10,000 costs than one of 100. */
export const growth: Benchmark = {
  name: "growth",
  stable: false,
  run: async () => {
    const costs = new Map<number, Cost>();
    for (const posts of sizes) {
      console.error(`  ${posts} posts`);
      costs.set(posts, await costOf(posts));
    }
    const [least = 0, most = 0] = [sizes[0], sizes.at(-1)];
    const perPost = (posts: number, of: (cost: Cost) => Map<string, number>) => {
      const cost = costs.get(posts);
      return cost ? sum(of(cost)) / posts : NaN;
    };
    const ratio = (name: string, of: (cost: Cost) => Map<string, number>): Figure => ({
      name: `growth/${name}`,
      value: perPost(most, of) / perPost(least, of),
      unit: "x",
      note: `a post of ${most} ÷ a post of ${least}`,
    });
    return [
      ...Array.from(costs, ([posts, cost]) => figuresOf(posts, cost)).flat(),
      ratio("requests", ({ requests }) => requests),
      ratio("gb-seconds", ({ gbSeconds }) => gbSeconds),
    ];
  },
};

function figuresOf(posts: number, { seconds, requests, gbSeconds }: Cost): Figure[] {
  const each = (counts: Map<string, number>) =>
    Array.from(counts, ([name, count]) => `${name} ${(count / posts).toPrecision(3)}`)
      .toSorted()
      .join(", ");
  return [
    { name: `growth/${posts}/seconds`, value: seconds, unit: "s" },
    {
      name: `growth/${posts}/requests-per-post`,
      value: sum(requests) / posts,
      unit: "requests",
      note: each(requests),
    },
    {
      name: `growth/${posts}/gb-seconds-per-post`,
      value: sum(gbSeconds) / posts,
      unit: "GB-s",
      note: each(gbSeconds),
    },
  ];
}

async function costOf(posts: number): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), "bench-growth-"));
  const internet = await startPictureInternet(folder);
  const cost: Cost = { seconds: NaN, requests: new Map(), gbSeconds: new Map() };
  const pipeline = await startPipeline({
    settings: {
      redditCredentials: { clientId: "id", clientSecret: "secret" },
      redditUserAgent: undefined,
      imgurClientId: undefined,
    },
    folder,
    network: internet.environment,
    onLog: () => {},
    onEvent: addTo(cost, await memorySizes()),
  });
  try {
    const startMs = Date.now();
    for (let done = 0; done < posts; done += postsPerCrawl) {
      const crawlId = await orderCrawl(pipeline.apiUrl, {
        subreddit: `bench${done / postsPerCrawl}`,
        sort_method: "new",
        time_filter: "all",
        limit: Math.min(postsPerCrawl, posts - done),
      });
      const end = await followCrawl(crawlId, {
        bucket: pipeline.bucket,
        folder: pictureFolder(join(folder, "pictures")),
        queueDepths: pipeline.queueDepths,
        loaderFailure: () => undefined,
        onProgress: () => {},
        sleep: (ms) => sleep(ms),
      });
      if (end.kind !== "decided") throw new Error(`the crawl ended ${end.kind}`);
    }
    cost.seconds = (Date.now() - startMs) / 1000;
    return cost;
  } finally {
    await pipeline.stop();
    await internet.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Adds up what the stack tells: each request of a function to AWS, and each invocation's time. */
function addTo({ requests, gbSeconds }: Cost, memoryGb: ReadonlyMap<string, number>) {
  return (event: StackEvent) => {
    if (event.type === "aws-request") add(requests, `${event.service} ${event.action}`, 1);
    if ("durationMs" in event)
      add(
        gbSeconds,
        event.function,
        (event.durationMs / 1000) * (memoryGb.get(event.function) ?? NaN),
      );
  };
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}

/** The memory of each function of the template, in GB. */
async function memorySizes(): Promise<Map<string, number>> {
  const text = await readFile(join(repositoryRoot, "infra/template.yaml"), "utf8");
  const template: { Resources: Record<string, { Properties?: { MemorySize?: number } }> } = parse(
    text,
    { logLevel: "silent" },
  );
  return new Map(
    Object.entries(template.Resources).flatMap(([logicalId, { Properties }]) =>
      Properties?.MemorySize === undefined
        ? []
        : [[logicalId, Properties.MemorySize / 1024] as const],
    ),
  );
}
