import type { HostFiles } from "../internet/draw-files.ts";
import { linkPost, smallPost, type ScenePost } from "../internet/draw-post.ts";
import type { HostAnswer } from "../internet/outbound.ts";
import type { Scene } from "../internet/scene.ts";
import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

/** Good posts and posts whose pictures fail for ever, in drawn order. */
export interface MixedPosts {
  good: number;
  failing: number;
  /** What the failing pictures' host answers. They have a host of their own. */
  answer: HostAnswer;
  /** Milliseconds that a good picture takes. */
  pictureMs: number;
}

const dayMs = 24 * 3600 * 1000;
/** As many posts as a page of Reddit's has at most. */
const postsPerPage = 100;
/** Seconds since 1970: long enough before the timeline begins for a score. */
const archivedAt = Date.parse("2026-11-21T00:00:00Z") / 1000;
/** The first letter of a good post's id. */
const goodLetter = "g";

/** Whether a post of a mixed scene is a good one. */
export const isGoodPost = (postId: string) => postId.startsWith(goodLetter);

/** A crawl of `mixed` posts. */
export function mixedPostsScene(
  random: SeededRandom,
  mixed: MixedPosts,
  more: Partial<Scene> = {},
): Scene {
  const files: HostFiles = { byUrl: new Map(), albums: new Map() };
  const good = Array.from({ length: mixed.good }, (_, i) =>
    smallPost(`${goodLetter}${i}x`, files, mixed.pictureMs / 2),
  );
  const failing = Array.from({ length: mixed.failing }, (_, i) => {
    const url = `https://i.imgur.com/${`f${i}x`.padEnd(7, "x")}.jpg`;
    files.byUrl.set(url, { kind: "failing", answer: mixed.answer });
    return linkPost(`f${i}x`, url);
  });
  const posts = [...good, ...failing]
    .map((post) => ({ post, lot: random.next() }))
    .toSorted((one, other) => one.lot - other.lot)
    .map(({ post }) => post);
  return calmScene(posts, files, [{ atMs: 0, limit: posts.length }], more);
}

/** Crawls of a listing of posts without pictures, of which the listing alone decides. */
export function textCrawlsScene(
  posts: number,
  crawls: Scene["crawls"],
  more: Partial<Scene> = {},
): Scene {
  const texts = Array.from({ length: posts }, (_, i) => linkPost(`t${i}x`, "https://example.com/"));
  return calmScene(texts, { byUrl: new Map(), albums: new Map() }, crawls, more);
}

/** The posts of `scene` by the feed and the archive, which has each with its score. */
export function withoutKeys(scene: Scene): Scene {
  const archived = scene.posts.map(({ id }, i) => ({
    id,
    createdAt: archivedAt - i,
    score: 1,
  }));
  const way = { source: "keyless", sort: "top", feed: "open", archive: "open", archived } as const;
  return { ...scene, way };
}

/** Nothing fails but what the posts link; 10 places, and counts that are true at once. */
function calmScene(
  posts: ScenePost[],
  files: HostFiles,
  crawls: Scene["crawls"],
  more: Partial<Scene>,
): Scene {
  return {
    posts,
    files,
    postsPerPage,
    pageOverlap: 0,
    way: { source: "api" },
    target: { kind: "subreddit" },
    accessError: undefined,
    pagesBeforeError: 0,
    crawls,
    faultsEndAfterMs: dayMs,
    redrivesDeadLetters: false,
    maxConcurrentDownloads: 10,
    reserveConcurrency: true,
    refusal: { fromMs: 0, toMs: 0 },
    countsLagMs: 0,
    ...more,
  };
}
