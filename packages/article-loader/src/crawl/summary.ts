import { updateObject } from "@reddit-crawler/bucket/update-object";
import { isListingOver } from "@reddit-crawler/crawl-status/crawl-state";
import {
  crawlSummaryKey,
  crawlSummarySchema,
  type CrawlSummary,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { LoaderWorld } from "../world.ts";
import type { Crawl } from "./crawl.ts";

/** What a run adds to what every summary says. */
export type SummaryState = Partial<CrawlSummary> & { state: string };

/** What is known of all attempts of a request, the present one included. */
export interface KnownAttempts {
  /** Whether the crawl has failed when this attempt fails. */
  isLast: boolean;
  /** The most posts that any of them has listed, by shard of the tally. */
  listedPerShard: number[];
}

/** Stops a run of a crawl whose listing is over: another run of the same request was here before. No failure. */
export class ListingOverError extends Error {
  override readonly name = "ListingOverError";

  constructor() {
    super("The listing of this crawl is over.");
  }
}

/** Attempts of a message to list its crawl. Chosen: what lasts longer than some minutes needs a person. */
export const mostAttempts = 3;
/** A summary has two writers at once only where a request runs twice, or a wait is reported concurrently with a page. */
const mostWrites = 6;
/** A shorter wait is over by the time that anybody checks, and not worth a write. */
const worthReportingSeconds = 10;

/**
 * Saves the state of `crawl`, with its counts so far. Resolves to the summary that stands then: a listing that is over
 * stays as it is. `stateOf` is called again whenever another writer came between.
 *
 * Until everything is listed, the counts are those of the attempt that has listed most.
 * @throws {RetryableError} `bucket-unavailable`, or `object-contended`.
 */
export function saveSummary(
  world: LoaderWorld,
  { request, attempt, progress, way }: Crawl,
  stateOf: (attempts: KnownAttempts) => SummaryState,
): Promise<CrawlSummary> {
  const { counts } = progress;
  return updateObject(crawlSummaryKey(request.crawlId), world, mostWrites, (text) => {
    const former = text === undefined ? undefined : z.parse(crawlSummarySchema, JSON.parse(text));
    if (isListingOver(former)) return { value: former };
    const listedPerShard = progress.listedPerShard.map((count, shard) =>
      Math.max(count, former?.tries?.listedPerShard[shard] ?? 0),
    );
    const state = stateOf({ isLast: attempt >= mostAttempts, listedPerShard });
    const isBehind = former !== undefined && former.counts.listed > counts.listed;
    const now = new Date(world.clock.now()).toISOString();
    const dataAsOfMs = Math.max(Date.parse(former?.dataAsOf ?? "") || 0, progress.dataAsOfMs);
    const coveredShare = Math.max(former?.coveredShare ?? 0, progress.coveredShare);
    const summary = z.parse(crawlSummarySchema, {
      ...request,
      source: way.name,
      ...noted(
        request.continuation && former?.note,
        way.note === undefined ? progress.notes : [way.note, ...progress.notes],
      ),
      counts: isBehind && state.state !== "listed" ? former.counts : counts,
      begunAt: former?.begunAt ?? now,
      ...(dataAsOfMs > 0 && { dataAsOf: new Date(dataAsOfMs).toISOString() }),
      ...(state.state === "listing" && { coveredShare }),
      updatedAt: now,
      ...state,
    });
    // Loaders of before counted their attempts in `begun`, and read no summary without.
    if (!isListingOver(summary)) summary.tries = { begun: {}, listedPerShard };
    return { value: summary, text: JSON.stringify(summary) };
  });
}

/**
 * Saves how far the crawl has come, and the failure that it waits after.
 * @throws {ListingOverError} when there is nothing left to list. @throws as `saveSummary`.
 */
export async function saveProgress(
  world: LoaderWorld,
  crawl: Crawl,
  failure?: CrawlSummary["failure"],
): Promise<void> {
  const saved = await saveSummary(world, crawl, () => {
    const { redditBudget, waiting } = crawl.progress;
    return {
      state: "listing",
      ...(failure && { failure }),
      ...(redditBudget !== undefined && { redditBudget }),
      ...(waiting && Date.parse(waiting.until) > world.clock.now() && { waiting }),
    };
  });
  if (isListingOver(saved)) throw new ListingOverError();
}

/**
 * Waits for Reddit. The summary says so at once where the wait takes 10 s or more.
 * @throws {ListingOverError} when there is nothing left to wait for.
 */
export async function waitForReddit(
  waitMs: number,
  reason: string,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<void> {
  const { clock } = world;
  const untilMs = clock.now() + waitMs;
  const seconds = Math.ceil(waitMs / 1000);
  if (seconds >= worthReportingSeconds) {
    const until = new Date(clock.now() + seconds * 1000).toISOString();
    crawl.progress.waiting = { reason, until };
    try {
      await saveProgress(world, crawl);
    } catch (error) {
      if (error instanceof ListingOverError) throw error;
      // The crawl waits all the same, and its next page is reported.
      crawl.log.warn("wait-not-told", { error });
    }
  }
  // Not longer where the clock was set back meanwhile.
  await clock.sleep(Math.min(waitMs, Math.max(0, untilMs - clock.now())));
}

/** All notes as one; `former` is what the invocations before noted. */
function noted(former: string | undefined, notes: readonly string[]): { note?: string } {
  const fresh = notes.filter((note) => !former?.includes(note));
  const all = former === undefined ? fresh : [former, ...fresh];
  return all.length === 0 ? {} : { note: all.join(" ") };
}
