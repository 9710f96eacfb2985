import { givenUp, type CrawlSummary } from "@reddit-crawler/message-schema";

import type { CrawlTotals } from "./crawl-totals.ts";

/** Where a crawl is between its request and its end. */
export type CrawlState = "queued" | "listing" | "downloading" | "finished" | "failed";

/** A crawl as the HTTP API tells it. What only its listing says is absent while the crawl is queued. */
export interface CrawlStatus {
  crawl_id: string;
  state: CrawlState;
  requested_at: string;
  subreddit?: string | undefined;
  sort_method?: string | undefined;
  time_filter?: string | undefined;
  /** The most posts that were asked for. */
  limit?: number | undefined;
  /** `oauth` (Reddit's API) or `feed` (the public Atom feed). */
  source?: string | undefined;
  /** What the source does not know. */
  note?: string | undefined;
  /** Reddit listed fewer posts than were asked for. */
  cut_by_reddit?: boolean | undefined;
  /** When anything of it last changed. */
  updated_at?: string | undefined;
  finished_at?: string | undefined;
  /** Since when nothing has changed, where that is longer than a crawl is ever silent. */
  stalled_since?: string | undefined;
  /** While it is being listed: why and until when the next request to Reddit waits. Over once `until` has passed. */
  waiting?: { reason: string; until: string } | undefined;
  /** While it is being listed: requests that Reddit still grants in its present window. */
  reddit_budget?: number | undefined;
  posts: {
    listed: number;
    filtered: number;
    queued: number;
    without_pictures: number;
    /** Posts with an outcome, those without pictures and the filtered ones included. */
    decided: number;
    /** Given up after several tries: they wait in the dead-letter queue. */
    failed: number;
  };
  /** Links by what became of them. */
  pictures: {
    linked: number;
    stored: number;
    duplicate: number;
    gone: number;
    refused: number;
    not_a_picture: number;
    too_large: number;
    unavailable: number;
  };
  /** Of all pictures that are stored, duplicates included. */
  bytes: number;
  /** Posts by outcome. */
  outcomes: Record<string, number>;
  /** Why posts and links were left out, the most frequent first. */
  reasons: Record<string, number>;
  /** Why the listing failed, or failed for now. */
  failure?: { code: string; message: string; retryable: boolean } | undefined;
}

/** The status of a crawl from its summary and its totals. */
export function crawlStatus(summary: CrawlSummary, totals: CrawlTotals): CrawlStatus {
  const { counts, failure, waiting, redditBudget } = summary;
  const failed = totals.outcomes.get(givenUp) ?? 0;
  const links = (outcome: string) => totals.links.get(outcome) ?? 0;
  const state = stateOf(summary, totals);
  const latestAt = totals.latestAt ?? summary.updatedAt;
  return {
    crawl_id: summary.crawlId,
    state,
    subreddit: summary.subreddit,
    sort_method: summary.sortMethod,
    time_filter: summary.timeFilter,
    limit: summary.limit,
    source: summary.source,
    ...(summary.note !== undefined && { note: summary.note }),
    ...(summary.cutByReddit !== undefined && { cut_by_reddit: summary.cutByReddit }),
    requested_at: summary.requestedAt,
    updated_at: latestAt > summary.updatedAt ? latestAt : summary.updatedAt,
    ...(state === "finished" && { finished_at: latestAt }),
    ...(state === "listing" && waiting && { waiting }),
    ...(state === "listing" && redditBudget !== undefined && { reddit_budget: redditBudget }),
    posts: {
      listed: counts.listed,
      filtered: totals.outcomes.get("filtered") ?? 0,
      queued: counts.queued,
      without_pictures: counts.withoutPictures,
      decided: totals.posts - failed,
      failed,
    },
    pictures: {
      linked: counts.picturesLinked,
      stored: links("stored") - totals.duplicates,
      duplicate: links("already-stored") + totals.duplicates,
      gone: links("gone"),
      refused: links("refused"),
      not_a_picture: links("not-a-picture"),
      too_large: links("too-large"),
      unavailable: links("unavailable"),
    },
    bytes: totals.bytes,
    outcomes: Object.fromEntries(totals.outcomes),
    reasons: Object.fromEntries([...totals.reasons].toSorted(([, a], [, b]) => b - a)),
    ...(failure && {
      failure: {
        code: failure.code,
        message: failure.message,
        retryable: failure.retryable ?? false,
      },
    }),
  };
}

/** The status of a crawl that nothing is known of but its id. */
export function queuedStatus(crawlId: string, requestedAtMs: number): CrawlStatus {
  return {
    crawl_id: crawlId,
    state: "queued",
    requested_at: new Date(requestedAtMs).toISOString(),
    posts: { listed: 0, filtered: 0, queued: 0, without_pictures: 0, decided: 0, failed: 0 },
    pictures: {
      linked: 0,
      stored: 0,
      duplicate: 0,
      gone: 0,
      refused: 0,
      not_a_picture: 0,
      too_large: 0,
      unavailable: 0,
    },
    bytes: 0,
    outcomes: {},
    reasons: {},
  };
}

function stateOf({ state, counts }: CrawlSummary, totals: CrawlTotals): CrawlState {
  if (state === "failed") return "failed";
  // A state that a later version adds comes before the end of the listing.
  if (state !== "listed") return "listing";
  return totals.posts >= counts.listed ? "finished" : "downloading";
}
