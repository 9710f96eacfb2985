import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import {
  crawlSummaryKey,
  crawlSummarySchema,
  type CrawlSummary,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { orderCrawl, orderName, type CrawlOrder } from "../pipeline/crawl-api.ts";
import type { CrawlSignals } from "../pipeline/crawl-signals.ts";
import type { LocalPipeline } from "../pipeline/pipeline.ts";
import type { ProgressView } from "../terminal/progress-view.ts";
import { countOf } from "../terminal/crawl-units.ts";
import { plannedPosts, type PlannedPost } from "./planned-posts.ts";

/** A crawl whose listing is over, and of which nothing was downloaded. */
export interface ListedCrawl {
  crawlId: string;
  order: CrawlOrder;
  /** Undefined where the loader said nothing of it. */
  summary: CrawlSummary | undefined;
  /** Why the listing could not be read, or not to its end. */
  failure: { code: string; message: string } | undefined;
  posts: readonly PlannedPost[];
}

/** Where crawls are listed, and who sees how far they are. */
export interface ListingWorld {
  pipeline: LocalPipeline;
  signals: CrawlSignals;
  view: ProgressView;
  sleep: (ms: number) => Promise<void>;
}

const pollIntervalMs = 100;

/** Orders a crawl and waits until its listing is over: Reddit is asked as for any crawl. @throws what `sleep` throws. */
export async function listCrawl(
  order: CrawlOrder,
  { pipeline, signals, view, sleep }: ListingWorld,
): Promise<ListedCrawl> {
  const { bucket } = pipeline;
  const crawlId = await orderCrawl(pipeline.apiUrl, order);
  for (;;) {
    // The loader's failure first: what it wrote before is then in the summary.
    const given = pipeline.loaderFailure(crawlId);
    const bytes = await bucket.get(crawlSummaryKey(crawlId));
    const summary =
      bytes && z.parse(crawlSummarySchema, JSON.parse(Buffer.from(bytes).toString("utf8")));
    if (isListingOver(summary) || given !== undefined) {
      const said = summary?.failure ?? { code: "not-listed", message: given ?? "" };
      const failure = summary?.state === "listed" ? undefined : said;
      return { crawlId, order, summary, failure, posts: await plannedPosts(crawlId, pipeline) };
    }
    const wait = signals.wait(summary);
    const parts = [
      `${orderName(order)}: ${summary?.counts.listed ? `${countOf(summary.counts.listed, "post")} listed` : "listing"}`,
      ...(wait ? [`${wait.reason}: ${wait.seconds} s`] : []),
    ];
    view.show(parts.join(" · "));
    await sleep(pollIntervalMs);
  }
}
