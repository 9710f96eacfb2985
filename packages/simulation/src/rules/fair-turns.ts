import { crawlRequestSchema, type CrawlSummary } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { QueuedMessage } from "../aws/post-queue.ts";
import type { FaultKind } from "../faults.ts";
import type { World } from "../world.ts";

/**
 * Pages that a message of another crawl may have while one waits to be received: the page that it was at when this one
 * came, and one that it began before it could know. Its next turn is behind this one's.
 */
const mostPages = 2;

/**
 * Faults of which each lets another crawl have a page more: a receive that overlooks who waits longest, and an answer
 * by which the loader does not learn that somebody waits.
 */
const turnsTakenBy: FaultKind[] = [
  "sqs order loose",
  "sqs counts lag",
  "service error",
  "service throttles",
  "answer lost",
];

/** Pages of one crawl while a message of another waited. */
interface Meanwhile {
  pages: number;
  /** The most messages that it had, as by a second delivery: each has its own turns. */
  messages: number;
  /** How many faults had taken turns before. */
  faultsBefore: number;
}

/**
 * No crawl waits for more than its share: while a message of it can be received, no other crawl has more pages than some
 * for each of its messages, and one for each fault that takes a turn. A message that is hidden waits for a retry.
 */
export class FairTurns {
  readonly #world: World;
  readonly #requests: () => readonly QueuedMessage[];
  readonly #pages = new Map<string, number>();
  /** Of each crawl: how many faults had taken turns at its last page. */
  readonly #faultsAtPage = new Map<string, number>();
  /** By the receive that a message waits for, and the other crawl. */
  readonly #meanwhile = new Map<string, Meanwhile>();

  /** `requests` are all that are in the queue, hidden or not. */
  constructor(world: World, requests: () => readonly QueuedMessage[]) {
    this.#world = world;
    this.#requests = requests;
  }

  /** A crawl's summary was put. */
  summarized({ crawlId, counts }: CrawlSummary): void {
    const pages = counts.pages - (this.#pages.get(crawlId) ?? 0);
    if (pages <= 0) return;
    this.#pages.set(crawlId, counts.pages);
    const { faults, timeline } = this.#world;
    const taken = faults.count(...turnsTakenBy);
    const requests = this.#requests().map((message) => ({ message, of: crawlOf(message) }));
    const messages = requests.filter(({ of }) => of === crawlId).length;
    for (const { message, of } of requests) {
      if (of === crawlId || message.visibleAtMs > timeline.nowMs) continue;
      const key = `${message.id} ${message.receiveCount} ${crawlId}`;
      const faultsBefore = this.#faultsAtPage.get(crawlId) ?? 0;
      const had = this.#meanwhile.get(key) ?? { pages: 0, messages: 1, faultsBefore };
      had.pages += pages;
      had.messages = Math.max(had.messages, messages);
      this.#meanwhile.set(key, had);
      if (had.pages > mostPages * had.messages + taken - had.faultsBefore)
        this.#world.violate(
          "no crawl waits for more than its share",
          `${crawlId} had ${had.pages} pages while ${of} waited for one`,
        );
    }
    this.#faultsAtPage.set(crawlId, taken);
  }
}

function crawlOf({ body }: QueuedMessage): string {
  return z.parse(crawlRequestSchema, JSON.parse(body)).crawlId;
}
