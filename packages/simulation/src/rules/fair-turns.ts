import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import type { CrawlSummary } from "@reddit-crawler/message-schema";

import type { World } from "../world.ts";

/**
 * Pages that another crawl may have while one waits for its next: a turn of its own, a page that it was at when this one
 * came, and one that it began before it could know.
 */
const mostPages = 3;

/** No crawl waits for more than its share: while it waits for a page, no other has more than some. */
export class FairTurns {
  readonly #world: World;
  /** Of each crawl that waits: the pages that others had meanwhile. */
  readonly #waiting = new Map<string, Map<string, number>>();
  readonly #pages = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  /** A crawl waits for its first page. */
  queued(crawlId: string): void {
    if (!this.#pages.has(crawlId)) this.#waiting.set(crawlId, new Map());
    this.#pages.set(crawlId, this.#pages.get(crawlId) ?? 0);
  }

  /** A crawl's summary was put. */
  summarized(summary: CrawlSummary): void {
    const { crawlId, counts } = summary;
    const before = this.#pages.get(crawlId) ?? 0;
    if (counts.pages > before) this.#listed(crawlId, counts.pages);
    if (isListingOver(summary)) this.#waiting.delete(crawlId);
  }

  #listed(crawlId: string, pages: number): void {
    this.#pages.set(crawlId, pages);
    // Faults take turns away: who waits for a retry is waited for by nobody.
    const isCalm = this.#world.faults.counts.size === 0;
    for (const [waiting, others] of this.#waiting) {
      if (waiting === crawlId) continue;
      const had = (others.get(crawlId) ?? 0) + 1;
      others.set(crawlId, had);
      if (isCalm && had > mostPages)
        this.#world.violate(
          "no crawl waits for more than its share",
          `${crawlId} had ${had} pages while ${waiting} waited for one`,
        );
    }
    if (this.#waiting.has(crawlId)) this.#waiting.set(crawlId, new Map());
  }
}
