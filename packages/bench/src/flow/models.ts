import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import {
  isGoodPost,
  mixedPostsScene,
  textCrawlsScene,
  withoutKeys,
} from "@reddit-crawler/simulation/flow/calm-scene";
import { runFlow, type FlowRun } from "@reddit-crawler/simulation/flow/flow-run";

import type { Figure } from "../benchmark.ts";

/** The simulation's seed: the same figures on every machine. */
const seed = 1;
const pictureMs = 2000;

const answers = {
  "503": { status: 503 },
  "429": { status: 429, headers: { "retry-after": "900" } },
} as const;

/** Failing posts beside 300 good ones. */
export const failingCounts = [0, 10, 25, 50, 100];

/** 300 good posts beside some that fail for ever: seconds until the last good one, and how many times as long as alone. */
export async function besideFailing(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const status of ["503", "429"] as const) {
    let alone = NaN;
    for (const failing of failingCounts) {
      const mixed = { good: 300, failing, answer: answers[status], pictureMs };
      const seconds = lastGood(await runFlow(seed, mixedPostsScene(lots(), mixed)));
      if (failing === 0) alone = seconds;
      const name = `flow/beside/${status}/${failing}`;
      figures.push(
        { name: `${name}/seconds`, value: seconds, unit: "s" },
        { name: `${name}/ratio`, value: seconds / alone, unit: "x" },
      );
    }
  }
  return figures;
}

/** Places, posts, and by how many seconds SQS's counts are late. */
export const lags = [0, 0.5, 1, 2, 10, 30, 60]
  .map((lag) => ({ places: 10, posts: 500, lag }))
  .concat([10, 60].map((lag) => ({ places: 100, posts: 1000, lag })));

/** What late counts lead to: invocations that find no place, events dropped for their age, attempts lost. */
export async function lateCounts(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { places, posts, lag } of lags) {
    const mixed = { good: posts, failing: 0, answer: answers["503"], pictureMs };
    const scene = mixedPostsScene(lots(), mixed, {
      maxConcurrentDownloads: places,
      countsLagMs: lag * 1000,
    });
    const run = await runFlow(seed, scene);
    const name = `flow/lag/${places}/${lag}`;
    figures.push(
      { name: `${name}/throttles`, value: run.throttles, unit: "events" },
      { name: `${name}/dropped`, value: run.droppedEvents, unit: "events" },
      { name: `${name}/lost-attempts`, value: run.receivedAgain, unit: "posts" },
      { name: `${name}/seconds`, value: lastGood(run), unit: "s" },
    );
  }
  const sums = ["throttles", "dropped", "lost-attempts"].map((what) => sumOf(figures, "lag", what));
  return [...figures, ...sums];
}

/** The sum of all figures of a kind, which has a budget. */
function sumOf(figures: readonly Figure[], table: string, what: string): Figure {
  const same = figures.filter(({ name }) => name.endsWith(`/${what}`));
  const value = same.reduce((sum, figure) => sum + figure.value, 0);
  const unit = same[0]?.unit ?? "events";
  return { name: `flow/${table}/${what}`, value, unit, note: `of ${same.length} runs` };
}

/** Many crawls of posts that the listing alone decides; `everyMs` apart. */
export const bursts = [
  { name: "20 crawls of 1,000 posts at once", crawls: 20, posts: 1000, everyMs: 0 },
  { name: "100 crawls of 100 posts at once", crawls: 100, posts: 100, everyMs: 0 },
  {
    name: "60 crawls of 1,000 posts without keys at once",
    crawls: 60,
    posts: 1000,
    everyMs: 0,
    isKeyless: true,
  },
  { name: "2,000 crawls of a post, 2 a second", crawls: 2000, posts: 1, everyMs: 500 },
];

/** Minutes until the last crawl of a burst is listed. The simulation fails where one is dropped. */
export async function manyCrawls(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, crawls, posts, everyMs, isKeyless = false } of bursts) {
    const scene = textCrawlsScene(
      posts,
      Array.from({ length: crawls }, (_, index) => ({ atMs: index * everyMs, limit: posts })),
    );
    const { listedAfter } = await runFlow(seed, isKeyless ? withoutKeys(scene) : scene);
    figures.push(
      { name: `flow/burst/${name}/minutes`, value: Math.max(...listedAfter) / 60, unit: "min" },
      { name: `flow/burst/${name}/unlisted`, value: crawls - listedAfter.length, unit: "crawls" },
    );
  }
  return [...figures, sumOf(figures, "burst", "unlisted")];
}

export const workerCounts = [100, 300, 1000];

/** A thousand posts that wait when the first worker starts, and as many workers at once: what counting them costs. */
export async function counting(): Promise<Figure[]> {
  const posts = 1000;
  const figures: Figure[] = [];
  for (const workers of workerCounts) {
    const mixed = { good: posts, failing: 0, answer: answers["503"], pictureMs };
    const scene = mixedPostsScene(lots(), mixed, {
      maxConcurrentDownloads: workers,
      // Until all are listed, so that the workers start, and end, within seconds.
      refusal: { fromMs: 0, toMs: 30_000 },
    });
    const { s3 } = await runFlow(seed, scene);
    const name = `flow/counting/${workers}`;
    figures.push(
      { name: `${name}/writes`, value: s3.writes / posts, unit: "requests" },
      { name: `${name}/refused`, value: s3.refusedWrites / posts, unit: "requests" },
      { name: `${name}/listings`, value: s3.listings / posts, unit: "requests" },
    );
  }
  return figures;
}

const lots = () => new SeededRandom(seed, 5);

function lastGood({ decidedAfter }: FlowRun): number {
  return Math.max(...[...decidedAfter].flatMap(([id, seconds]) => (isGoodPost(id) ? seconds : [])));
}
