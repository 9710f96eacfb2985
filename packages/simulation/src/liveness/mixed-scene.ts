import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import type { HostFiles } from "../internet/draw-files.ts";
import { linkPost, smallPost } from "../internet/draw-post.ts";
import type { HostAnswer } from "../internet/outbound.ts";
import type { Scene } from "../internet/scene.ts";

/** Milliseconds of each half of a good picture: as long, in all, as a host that does not answer keeps a worker. */
const pauseMs = 5000;
/** How long a good post takes, without the worker's other requests. */
export const goodPostMs = 2 * pauseMs;
/** The first bytes of a picture, all that some of the failing ones send. */
const begin = Buffer.from("ffd8ffe0", "hex");
const dayMs = 24 * 3600 * 1000;

/** Every way in which a link fails for ever. Those that ask for a pause are on a host of their own. */
const failures: readonly [HostAnswer, ...HostAnswer[]] = [
  { status: 500 },
  { status: 503 },
  { status: 404 },
  { status: 451 },
  { status: 200, chunks: [Buffer.from("<!doctype html><title>Not here</title>")] },
  { noAnswer: "answer-timeout", afterMs: 10_000 },
  { noAnswer: "connection-broken", afterMs: 100 },
  { noAnswer: "host-not-found", afterMs: 100 },
  { status: 200, chunks: [begin], pauseMs: 10_000, breaksWith: "body-stalled" },
  {
    status: 200,
    headers: { "content-length": "400" },
    chunks: [Buffer.concat([begin, Buffer.alloc(100)])],
    breaksWith: "truncated",
  },
  { status: 429 },
  { status: 429, headers: { "retry-after": "900" } },
];

/** One crawl of good posts and as many that fail, in drawn order, with one count's lag and one number of places. */
export function mixedScene(
  random: SeededRandom,
  numbers: { good: number; failing: number },
): Scene {
  const files: HostFiles = { byUrl: new Map(), albums: new Map() };
  const countsLagMs = random.pick([0, 1000, 10_000, 30_000, 60_000]);
  const maxConcurrentDownloads = random.pick([4, 10]);
  const good = Array.from({ length: numbers.good }, (_, i) => smallPost(`g${i}x`, files, pauseMs));
  const failing = Array.from({ length: numbers.failing }, (_, i) => {
    const answer = random.pick(failures);
    const isThrottle = "status" in answer && answer.status === 429;
    const host = isThrottle ? "i.imgur.com" : "i.redd.it";
    const url = `https://${host}/${`f${i}x`.padEnd(7, "x")}.jpg`;
    files.byUrl.set(url, { kind: "failing", answer });
    return linkPost(`f${i}x`, url);
  });
  const posts = [...good, ...failing]
    .map((post) => ({ post, lot: random.next() }))
    .toSorted((a, b) => a.lot - b.lot)
    .map(({ post }) => post);
  return {
    posts,
    files,
    postsPerPage: 100,
    pageOverlap: 0,
    way: { source: "api" },
    target: { kind: "subreddit" },
    accessError: undefined,
    pagesBeforeError: 0,
    crawls: [{ atMs: 0, limit: posts.length }],
    faultsEndAfterMs: dayMs,
    redrivesDeadLetters: false,
    maxConcurrentDownloads,
    reserveConcurrency: true,
    refusal: { fromMs: 0, toMs: 0 },
    countsLagMs,
  };
}
