import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

import type { CrawlOrder } from "../caller.ts";
import { subreddit, type ScenePost } from "./draw-post.ts";
import type { SceneWay } from "./draw-way.ts";

/** Whose posts the crawls of a run ask for: what the subreddit lists, all of its one author, or one post. */
export type SceneTarget =
  | { kind: "subreddit" }
  | { kind: "user" }
  | { kind: "post"; postId: string };

/** Where the posts of a file are put. */
export const importKey = "imports/01KAR7Q8Z4M3XWQ0V5T9B2C6DE.jsonl";

/** Another target than the subreddit. */
export function drawTarget(posts: readonly ScenePost[], random: SeededRandom): SceneTarget {
  const { id: postId = "" } = posts[random.between(0, posts.length - 1)] ?? {};
  return random.chance(500) ? { kind: "user" } : { kind: "post", postId };
}

/** What crawls ask for, and by which way. */
interface Asking {
  way: SceneWay;
  target: SceneTarget;
}

/** The body of a crawl request. */
export function orderOf({ way, target }: Asking, limit: number): CrawlOrder {
  const order = { subreddit: addressOf(target), limit };
  if (way.source === "api") return order;
  return way.source === "file"
    ? { ...order, source: "file", import_key: importKey }
    : { ...order, source: way.source, sort_method: way.sort };
}

function addressOf(target: SceneTarget): string {
  if (target.kind === "user") return "u/catperson";
  return target.kind === "post"
    ? `https://www.reddit.com/r/${subreddit}/comments/${target.postId}/post/`
    : subreddit;
}

/** The posts as a file has them: one a line, and a line that is none. */
export function importText(posts: readonly ScenePost[], nowMs: number): string {
  const lines = posts.map(({ child }) => JSON.stringify(child(nowMs).data));
  return [...lines, "{ no post", ""].join("\n");
}
