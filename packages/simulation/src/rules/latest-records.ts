import type { PostRecord } from "@reddit-crawler/message-schema";

import type { World } from "../world.ts";

/** Once a post is decided, the record beside its pictures says so, whoever else is still at work on it. */
export class LatestRecordRules {
  readonly #world: World;
  /** The outcome beside each post's pictures. */
  readonly #outcomes = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The record beside a post's pictures was put. */
  put({ post, outcome }: PostRecord): void {
    const former = this.#outcomes.get(post.id) ?? "unfinished";
    this.#outcomes.set(post.id, outcome);
    if (outcome === "unfinished" && former !== "unfinished")
      this.#violate(`${post.id} was ${former} and is now unfinished`);
  }

  /** A worker put the post's outcome among the records of its crawl. */
  decided(postId: string): void {
    if (this.#outcomes.get(postId) === "unfinished")
      this.#violate(`${postId} is decided and still unfinished beside its pictures`);
  }

  #violate(what: string): void {
    this.#world.violate("a decided post stays decided", what);
  }
}
