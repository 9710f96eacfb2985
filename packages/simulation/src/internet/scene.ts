import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { drawTarget, type SceneTarget } from "./crawl-order.ts";
import { delayArrivals, drawWay, type SceneWay } from "./draw-way.ts";
import { addImgurPage, type HostFiles } from "./draw-files.ts";
import { drawPost, smallPost, type ScenePost } from "./draw-post.ts";

/** Why Reddit shows no listing, for good. */
type AccessError = "private" | "missing" | "blocked" | "refused" | undefined;

/** What a run is about: the listing, the files that its posts link, and who asks for what when. */
export interface Scene {
  posts: ScenePost[];
  files: HostFiles;
  postsPerPage: number;
  /** How many posts of a page come again on the next one. */
  pageOverlap: number;
  accessError: AccessError;
  /** How many pages Reddit shows before it answers so. */
  pagesBeforeError: number;
  crawls: { atMs: number; limit: number }[];
  faultsEndAfterMs: number;
  redrivesDeadLetters: boolean;
  /** How crawls ask to read the listing. */
  way: SceneWay;
  /** Whose posts they ask for. */
  target: SceneTarget;
  maxConcurrentDownloads: number;
  reserveConcurrency: boolean;
  /** When Lambda refuses to start workers, counted from the start; never where both are the same. */
  refusal: { fromMs: number; toMs: number };
  /** Milliseconds by which every count of the post queue is late. */
  countsLagMs: number;
}

const minuteMs = 60_000;
/** How late SQS's counts may be (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html). */
const longestLagMs = 60_000;
/** As many posts as a page of Reddit's has at most. */
const largestPage = 100;
/** Where many crawls meet: pages enough for turns, and few enough posts for the machine. */
const crowdPosts = 24;

/** The scene that a seed draws. */
export function drawScene(random: SeededRandom): Scene {
  const files: HostFiles = { byUrl: new Map(), albums: new Map() };
  const crawlCount = random.chance(350) ? 2 : 1;
  const posts: ScenePost[] = [];
  const postCount = random.between(3, 14);
  for (let index = 0; index < postCount; index++)
    posts.push(drawPost(`p${index}${random.between(0, 9)}`, files, random, crawlCount > 1));
  const postsPerPage = random.pick([2, 3, 5, largestPage, largestPage]);
  const scene: Scene = {
    posts,
    files,
    postsPerPage,
    pageOverlap: postsPerPage > 2 && random.chance(300) ? 1 : 0,
    accessError: random.chance(40)
      ? random.pick(["private", "missing", "blocked", "refused"])
      : undefined,
    pagesBeforeError: 0,
    crawls: Array.from({ length: crawlCount }, (_, index) => ({
      atMs: index === 0 ? 0 : random.between(0, 40) * minuteMs,
      limit: random.chance(800) ? largestPage : random.between(1, postCount),
    })),
    faultsEndAfterMs: random.between(2, 60) * minuteMs,
    redrivesDeadLetters: random.chance(500),
    way: { source: "api" },
    target: { kind: "subreddit" },
    maxConcurrentDownloads: random.pick([2, 3, 5, 10, 10, 10]),
    reserveConcurrency: random.chance(700),
    refusal: drawRefusal(random),
    countsLagMs: 0,
  };
  // Drawn last: all other choices of a seed are the same with these and without.
  if (random.chance(40)) lengthen(scene, random.between(60, largestPage));
  if (random.chance(60)) closeSubreddit(scene, random);
  if (random.chance(350)) goWithoutKeys(scene, random);
  scene.countsLagMs = random.pick([0, 0, 1000, 2000, 10_000, 30_000, longestLagMs]);
  if (random.chance(60) && scene.way.source === "api") crowd(scene, random);
  else ask(scene, random);
  return scene;
}

/**
 * Fills the listing up to `postCount` posts, so that a process decides many of a crawl, and shows it on one page,
 * so that it is listed long before the last post is decided.
 */
function lengthen(scene: Scene, postCount: number): void {
  const { posts, files } = scene;
  while (posts.length < postCount) posts.push(smallPost(`p${posts.length}s`, files));
  scene.postsPerPage = largestPage;
}

/** A subreddit that closes while it is listed, so that the crawl fails with posts that it has sent. */
function closeSubreddit(scene: Scene, random: SeededRandom): void {
  scene.accessError = random.pick(["private", "missing", "blocked"]);
  scene.postsPerPage = random.pick([2, 3, 5]);
  scene.pagesBeforeError = random.between(1, 4);
}

/** Crawls by the feed, the archive and the id of imgur's page; some list more posts than a page of theirs has. */
function goWithoutKeys(scene: Scene, random: SeededRandom): void {
  const { posts, files, crawls } = scene;
  if (random.chance(100)) {
    const postCount = random.between(largestPage + 1, largestPage + 40);
    while (posts.length < postCount) posts.push(smallPost(`p${posts.length}s`, files));
    for (const crawl of crawls) crawl.limit = postCount;
  }
  addImgurPage(files);
  scene.way = drawWay(posts, random);
}

/** Other kinds of crawls: of a user, of one post, of a file; and an archive that gets posts late. */
function ask(scene: Scene, random: SeededRandom): void {
  const { way } = scene;
  if (way.source === "keyless" || way.source === "archive") {
    if (random.chance(500)) scene.way = { ...way, archived: delayArrivals(way.archived, random) };
  } else if (random.chance(80)) {
    scene.way = { source: "file" };
    scene.accessError = undefined;
    return;
  }
  if (random.chance(150)) scene.target = drawTarget(scene.posts, random);
}

/** Large crawls that come first, and small ones of a page each that come right behind them. */
function crowd(scene: Scene, random: SeededRandom): void {
  const { posts, files } = scene;
  while (posts.length < crowdPosts) posts.push(smallPost(`p${posts.length}s`, files));
  scene.accessError = undefined;
  scene.postsPerPage = random.between(2, 4);
  scene.pageOverlap = 0;
  const large = random.between(2, 4);
  scene.crawls = Array.from({ length: large + random.between(2, 5) }, (_, index) => ({
    atMs: index < large ? 0 : random.between(0, 10_000),
    limit: index < large ? largestPage : scene.postsPerPage,
  }));
}

/** No longer than the balancer promises that a post outlasts. */
function drawRefusal(random: SeededRandom): Scene["refusal"] {
  if (!random.chance(200)) return { fromMs: 0, toMs: 0 };
  const fromMs = random.between(0, 3 * minuteMs);
  return { fromMs, toMs: fromMs + random.between(1, 90) * minuteMs };
}
