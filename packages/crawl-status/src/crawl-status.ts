import {
  crawlAddress,
  givenUp,
  type CrawlSummary,
  type ListingCounts,
} from "@reddit-crawler/message-schema";
import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";

import { crawlEstimate } from "./crawl-estimate.ts";
import { crawlState } from "./crawl-state.ts";
import { crawlTotals, type CrawlTotals } from "./crawl-totals.ts";

/**
 * Longer than a crawl on its own is ever silent: six attempts of a post, each hidden for the longest wait that a picture
 * host may ask for, take an hour and a half, and a listing waits 15 minutes at most.
 */
const longestSilenceMs = 2 * 3_600_000;

/** The status of a crawl from its summary and its totals. */
export function crawlStatus(summary: CrawlSummary, totals: CrawlTotals): CrawlStatus {
  const { counts, failure, waiting, redditBudget } = summary;
  const state = crawlState(summary.state, totals.posts >= counts.listed);
  const latestAt = totals.latestAt ?? summary.updatedAt;
  const updatedAt = latestAt > summary.updatedAt ? latestAt : summary.updatedAt;
  const estimate = crawlEstimate(summary, state, totals.posts, updatedAt);
  return {
    crawl_id: summary.crawlId,
    state,
    subreddit: summary.subreddit,
    address: crawlAddress(summary),
    sort_method: summary.sortMethod,
    time_filter: summary.timeFilter,
    limit: summary.limit,
    source: summary.source,
    ...(summary.note !== undefined && { note: summary.note }),
    ...(summary.dataAsOf !== undefined && { data_as_of: summary.dataAsOf }),
    ...(summary.cutByReddit !== undefined && { cut_by_reddit: summary.cutByReddit }),
    requested_at: summary.requestedAt,
    updated_at: updatedAt,
    ...(state === "finished" && { finished_at: latestAt }),
    ...(state === "listing" && waiting && { waiting }),
    ...(state === "listing" && redditBudget !== undefined && { reddit_budget: redditBudget }),
    ...(estimate && { estimate }),
    ...statusCounts(counts, totals),
    ...(failure && { failure: { ...failure, retryable: failure.retryable ?? false } }),
  };
}

/** The status of a crawl of which only its id is known. */
export function queuedStatus(crawlId: string, requestedAtMs: number): CrawlStatus {
  const counts = { pages: 0, listed: 0, queued: 0, withoutPictures: 0, picturesLinked: 0 };
  return {
    crawl_id: crawlId,
    state: "queued",
    requested_at: new Date(requestedAtMs).toISOString(),
    ...statusCounts(counts, crawlTotals([])),
  };
}

function statusCounts(counts: ListingCounts, totals: CrawlTotals) {
  const failed = totals.outcomes.get(givenUp) ?? 0;
  const links = (outcome: string) => totals.links.get(outcome) ?? 0;
  return {
    posts: {
      listed: counts.listed,
      filtered: totals.outcomes.get("filtered") ?? 0,
      queued: counts.queued,
      without_pictures: counts.withoutPictures,
      ...(counts.unreadable !== undefined && { unreadable: counts.unreadable }),
      decided: totals.posts - failed,
      failed,
      unknown_to_source: totals.reasons.get("unknown-to-source") ?? 0,
      adverts: totals.reasons.get("promoted") ?? 0,
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
  };
}

/**
 * Since when nothing has changed in a crawl that should go on by itself; undefined while it may still be on its way. Its
 * posts wait behind those of other crawls, or their worker died in their last attempt and they are dead letters.
 */
export function stalledSince(status: CrawlStatus, nowMs: number): string | undefined {
  const { state, updated_at: updatedAt } = status;
  if (updatedAt === undefined || (state !== "listing" && state !== "downloading")) return undefined;
  return nowMs - Date.parse(updatedAt) > longestSilenceMs ? updatedAt : undefined;
}
