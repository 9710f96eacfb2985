import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { startReplay } from "@reddit-crawler/replay-reddit/start-replay";
import * as z from "zod/mini";

import { demoSettings } from "../local/demo-command.ts";
import { sendOpenly, orderCrawl } from "../pipeline/crawl-api.ts";
import { startPipeline } from "../pipeline/pipeline.ts";
import { changedTemplate } from "./changed-template.ts";
import { speedUpLoader } from "./fast-loader.ts";

/** How many crawls are posted at once: large ones first, small ones right behind them. */
export interface Crowd {
  /** A new folder for what the run leaves. */
  folder: string;
  large: { crawls: number; posts: number };
  small: { crawls: number; posts: number };
  /** Milliseconds from one look at every status to the next. */
  everyMs: number;
  /** So much faster than others is the article-loader's clock; as fast where nothing is said. */
  speed?: number;
  onProgress?: (states: Readonly<Record<string, number>>, seconds: number) => void;
}

/** What became of a crowd. Times are seconds since the first crawl was posted. */
export interface CrowdOutcome {
  /** When each crawl was seen with all its posts listed, and over. */
  small: { listed: number; over: number }[];
  large: { listed: number; over: number }[];
  /** The statuses that were not true: none, one that went back, or one that counts more than there is. */
  untrue: string[];
  /** The first place in the queue that each small crawl saw. */
  places: (number | undefined)[];
  requests: number;
  /** Milliseconds from one request to Reddit's listings to the next. */
  shortestGapMs: number;
}

const order = ["queued", "listing", "downloading", "finished"];
const statusSchema = z.object({
  state: z.string(),
  queue_place: z.optional(z.number()),
  posts: z.object({ listed: z.number(), decided: z.number() }),
});

/** One post in fifty links a picture; the others are text, which the listing alone decides. */
const postsPerPicture = 50;

/**
 * Milliseconds that a request may reach the replay sooner behind another than it left: it runs in the process of the whole
 * stack, which hears of a request when it gets to it. Measured at a load of 37 on two cores: 5 ms.
 */
export const replayJitterMs = 100;

/** Posts a crowd of crawls at once against the replay, and watches every status until all are over. */
export async function runCrowd(crowd: Crowd): Promise<CrowdOutcome> {
  const { folder, large, small, speed = 1 } = crowd;
  const listing = join(folder, "listing.json");
  await writeFile(listing, listingOf(Math.max(large.posts, small.posts)));
  const replay = await startReplay({ workDir: join(folder, "replay"), listing });
  try {
    const pipeline = await startPipeline({
      settings: demoSettings,
      folder: join(folder, "pictures"),
      network: { ...replay.environment() },
      ...(speed !== 1 && {
        templatePath: changedTemplate(folder, (template) => speedUpLoader(template, speed)),
      }),
      onLog: () => {},
    });
    try {
      const startMs = performance.now();
      // One after the other: the API takes so many at once and no more.
      const post = async ({ crawls, posts }: Crowd["large"]) => {
        const body = { subreddit: "aww", sort_method: "top", time_filter: "day", limit: posts };
        const posted: Watched[] = [];
        while (posted.length < crawls)
          posted.push(new Watched(await orderCrawl(pipeline.apiUrl, body), posts));
        return posted;
      };
      const watched = { large: await post(large), small: await post(small) };
      const all = [...watched.large, ...watched.small];
      while (all.some(({ over }) => over === undefined)) {
        for (const crawl of all)
          if (crawl.over === undefined)
            await crawl.look(pipeline.apiUrl, () => (performance.now() - startMs) / 1000);
        crowd.onProgress?.(countsOf(all), Math.round((performance.now() - startMs) / 1000));
        await sleep(crowd.everyMs);
      }
      const { requests, shortestGapMs } = replay.door("api");
      return {
        small: watched.small.map(({ times }) => times),
        large: watched.large.map(({ times }) => times),
        untrue: all.flatMap(({ untrue }) => untrue),
        places: watched.small.map(({ place }) => place),
        requests,
        shortestGapMs,
      };
    } finally {
      await pipeline.stop();
    }
  } finally {
    await replay.stop();
  }
}

/** A crawl whose status is read again and again. */
class Watched {
  readonly untrue: string[] = [];
  state = "";
  place: number | undefined;
  listed: number | undefined;
  over: number | undefined;
  readonly #crawlId: string;
  readonly #limit: number;
  #decided = 0;

  constructor(crawlId: string, limit: number) {
    this.#crawlId = crawlId;
    this.#limit = limit;
  }

  get times() {
    return { listed: this.listed ?? NaN, over: this.over ?? NaN };
  }

  async look(apiUrl: string, seconds: () => number): Promise<void> {
    const answer = await sendOpenly(new URL(`/crawls/${this.#crawlId}`, apiUrl));
    const complain = (what: string) =>
      void this.untrue.push(`${this.#crawlId} after ${seconds().toFixed(1)} s: ${what}`);
    if (answer.status !== 200) return complain(`answered ${answer.status}`);
    const { state, queue_place, posts } = z.parse(statusSchema, JSON.parse(answer.body));
    const step = order.indexOf(state);
    if (step < 0 || step < order.indexOf(this.state)) complain(`${this.state}, then ${state}`);
    if (posts.listed > this.#limit || posts.decided < this.#decided)
      complain(`${posts.listed} listed, ${this.#decided} and then ${posts.decided} decided`);
    if (state === "queued" && posts.listed > 0) complain(`queued with ${posts.listed} posts`);
    if (state === "finished" && posts.decided !== this.#limit)
      complain(`finished with ${posts.decided} of ${this.#limit} posts`);
    this.state = state;
    this.#decided = posts.decided;
    this.place ??= queue_place;
    if (step >= 2) this.listed ??= seconds();
    if (step === 3 || step < 0) this.over = seconds();
  }
}

function countsOf(crawls: readonly Watched[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { state } of crawls) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

/** Reddit's answer with `count` posts, in the fields that the replay and the loader read. */
function listingOf(count: number): string {
  const children = Array.from({ length: count }, (_, index) => {
    const id = `1c${index.toString(36).padStart(4, "0")}`;
    const isPicture = index % postsPerPicture === 0;
    const permalink = `/r/aww/comments/${id}/post/`;
    const data = {
      id,
      name: `t3_${id}`,
      title: `Post ${index}`,
      author: "catperson",
      subreddit: "aww",
      permalink,
      url: isPicture ? `https://i.redd.it/${id}.jpg` : `https://www.reddit.com${permalink}`,
      domain: isPicture ? "i.redd.it" : "self.aww",
      is_self: !isPicture,
      selftext: isPicture ? "" : "Words.",
      created_utc: 1_795_377_600 - index,
      ...(isPicture && { post_hint: "image" }),
    };
    return { kind: "t3", data };
  });
  return JSON.stringify({ kind: "Listing", data: { children } });
}
