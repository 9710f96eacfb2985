import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { expect, test } from "vitest";

import {
  isGoodPost,
  mixedPostsScene,
  textCrawlsScene,
  withoutKeys,
  type MixedPosts,
} from "./calm-scene.ts";
import { runFlow } from "./flow-run.ts";

const seed = 1;
const hour = 3600;
/** Milliseconds that a busy machine may take. */
const patienceMs = 60_000;

/** Seconds until the last of 300 good posts that are alone, or beside failing ones. */
async function lastGood(failing: number, answer: MixedPosts["answer"]) {
  const mixed = { good: 300, failing, answer, pictureMs: 2000 };
  const { decidedAfter } = await runFlow(seed, mixedPostsScene(new SeededRandom(seed, 5), mixed));
  const good = [...decidedAfter].filter(([id]) => isGoodPost(id)).map(([, seconds]) => seconds);
  expect(good).toHaveLength(300);
  return Math.max(...good);
}

test.each([
  { status: 503, headers: {} },
  { status: 429, headers: { "retry-after": "900" } },
])(
  "300 good posts hardly wait for 100 that answer $status for ever",
  async (answer) => {
    expect(await lastGood(100, answer)).toBeLessThan(1.5 * (await lastGood(0, answer)));
  },
  patienceMs,
);

test(
  "no place is given twice while every count of SQS is a minute late",
  async () => {
    const mixed = { good: 500, failing: 0, answer: { status: 503 }, pictureMs: 2000 };
    const scene = mixedPostsScene(new SeededRandom(seed, 5), mixed, { countsLagMs: 60_000 });
    expect(await runFlow(seed, scene)).toMatchObject({
      throttles: 0,
      droppedEvents: 0,
      receivedAgain: 0,
    });
  },
  patienceMs,
);

test(
  "10 crawls of 1,000 posts are listed within the time that Reddit's 100 pages take and a half",
  async () => {
    const crawls = Array.from({ length: 10 }, () => ({ atMs: 0, limit: 1000 }));
    const { listedAfter } = await runFlow(seed, textCrawlsScene(1000, crawls));
    expect(listedAfter).toHaveLength(10);
    expect(Math.max(...listedAfter)).toBeLessThan(1.5 * 100 * 2);
  },
  patienceMs,
);

test(
  "a request that waits longer than Lambda keeps an event is listed all the same",
  async () => {
    // A page of the feed a minute.
    const crawls = Array.from({ length: 380 }, () => ({ atMs: 0, limit: 1 }));
    const { listedAfter } = await runFlow(seed, withoutKeys(textCrawlsScene(1, crawls)));
    expect(listedAfter).toHaveLength(380);
    expect(Math.max(...listedAfter)).toBeGreaterThan(6 * hour);
  },
  patienceMs,
);

test(
  "300 workers that end within seconds refuse each other hardly a write",
  async () => {
    const mixed = { good: 600, failing: 0, answer: { status: 503 }, pictureMs: 2000 };
    const { s3 } = await runFlow(
      seed,
      mixedPostsScene(new SeededRandom(seed, 5), mixed, {
        maxConcurrentDownloads: 300,
        refusal: { fromMs: 0, toMs: 30_000 },
      }),
    );
    // A picture, its claim and its record; the crawl's end once.
    expect(s3.writes).toBeGreaterThanOrEqual(3 * 600 + 1);
    expect(s3.writes).toBeLessThan(3.1 * 600);
    expect(s3.refusedWrites).toBeLessThan(0.05 * 600);
  },
  patienceMs,
);
