import { crawlTotals, type CrawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { readDecidedPosts } from "@reddit-crawler/crawl-status/decided-posts";
import { readStatusTotals } from "@reddit-crawler/crawl-status/status-totals";
import {
  crawlPrefix,
  crawlTotalsKey,
  givenUpPrefix,
  postOfKey,
  postRecordPrefix,
} from "@reddit-crawler/message-schema";

import type { StoredObject } from "../aws/media-bucket.ts";
import type { Scene } from "../internet/scene.ts";
import type { World } from "../world.ts";

/** So few that the small crawls of a run are large ones: a status cannot see them whole. */
const fewKeys = 6;
const keysOfS3 = 1000;
/** More posts than any drawn scene has: such runs measure requests, which must be those of S3. */
const manyPosts = 100;

/** How many keys one listing request shows to the checks and statuses of a run. */
export function keysPerRequest({ posts }: Scene): number {
  return posts.length > manyPosts ? keysOfS3 : fewKeys;
}

/** A status never counts more than is decided or given up, and in the end all of it. */
export class StatusRules {
  readonly #world: World;
  readonly #objects: ReadonlyMap<string, StoredObject>;
  readonly #most: number;
  readonly #due = new Set<string>();

  constructor(world: World, objects: ReadonlyMap<string, StoredObject>, most: number) {
    this.#world = world;
    this.#objects = objects;
    this.#most = most;
  }

  /** An object of a crawl was put. */
  put(key: string, crawlId: string): void {
    if (key === crawlTotalsKey(crawlId)) this.#due.add(crawlId);
  }

  /** Reads the status of each crawl whose totals were put since. */
  async check(): Promise<void> {
    for (const crawlId of this.#due) {
      const { posts } = await this.#status(crawlId);
      const decided = this.#decidedOf(crawlId);
      if (posts > decided)
        this.#world.violate(
          "a status never counts more than is decided",
          `${crawlId} counts ${posts} posts of ${decided} that are decided or given up`,
        );
    }
    this.#due.clear();
  }

  /** The statuses of crawls that are over count every post, as it was decided. */
  async requireWhole(crawlIds: readonly string[]): Promise<void> {
    for (const crawlId of crawlIds) {
      const status = textOf(await this.#status(crawlId));
      const all = await readDecidedPosts(crawlId, this.#keys(crawlPrefix(crawlId)), this.#read);
      const whole = textOf(crawlTotals(all));
      if (status !== whole)
        this.#world.violate(
          "a status reaches the whole",
          `${crawlId} is over with ${whole}, and its status says ${status}`,
        );
    }
  }

  readonly #read = async (key: string) => this.#objects.get(key)?.body.toString("utf8");

  #status(crawlId: string): Promise<CrawlTotals> {
    return readStatusTotals(crawlId, 0, {
      read: this.#read,
      listPage: async (prefix, after = "") => {
        const keys = this.#keys(prefix).filter((key) => key > after);
        return { keys: keys.slice(0, this.#most), more: keys.length > this.#most };
      },
    });
  }

  #decidedOf(crawlId: string): number {
    const keys = [postRecordPrefix, givenUpPrefix].flatMap((of) => this.#keys(of(crawlId)));
    return new Set(keys.map((key) => postOfKey(key).postId)).size;
  }

  #keys(prefix: string): string[] {
    return [...this.#objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
  }
}

function textOf({ posts, bytes, outcomes, reasons }: CrawlTotals): string {
  const sorted = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ posts, bytes, outcomes: sorted(outcomes), reasons: sorted(reasons) });
}
