import type { PostRecord } from "@reddit-crawler/message-schema";

import type { CrawlProgress } from "./follow-crawl.ts";

/** Bytes for people: `812 B`, `3.4 KB`, `12.0 MB` (powers of 1,000). */
export function formatBytes(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** What the records of a crawl add up to. */
export interface CrawlTotals {
  posts: number;
  pictures: number;
  newPictures: number;
  bytes: number;
  /** How many posts ended how. */
  outcomes: Map<string, number>;
  /** Why posts and links were left out, and how often. */
  reasons: Map<string, number>;
}

/** Adds up the records of a crawl. */
export function crawlTotals(records: readonly PostRecord[]): CrawlTotals {
  const totals: CrawlTotals = {
    posts: records.length,
    pictures: 0,
    newPictures: 0,
    bytes: 0,
    outcomes: new Map(),
    reasons: new Map(),
  };
  for (const record of records) {
    increment(totals.outcomes, record.outcome);
    if (record.reason) increment(totals.reasons, record.reason);
    for (const link of record.links)
      if (link.key === undefined) {
        if (!record.reason) increment(totals.reasons, link.reason ?? link.outcome);
      } else {
        totals.pictures += 1;
        totals.bytes += link.bytes ?? 0;
        if (link.outcome === "stored") totals.newPictures += 1;
      }
  }
  return totals;
}

/** The summary that a person reads at the end of a crawl. */
export function crawlReport(progress: CrawlProgress, folder: string, elapsedMs: number): string {
  const { summary, records, deadLettered } = progress;
  const totals = crawlTotals(records);
  const seconds = (elapsedMs / 1000).toFixed(1);
  const lines = [
    `${count(totals.posts, "post")} of r/${summary?.subreddit ?? "?"} in ${seconds} s: ` +
      [...totals.outcomes].map(([outcome, n]) => `${n} ${outcome}`).join(", "),
    `${count(totals.pictures, "picture")}, ${formatBytes(totals.bytes)}, ${totals.newPictures} of them new, in ${folder}`,
  ];
  if (totals.reasons.size > 0) {
    lines.push("Left out:");
    for (const [reason, n] of [...totals.reasons].toSorted(([, a], [, b]) => b - a))
      lines.push(`  ${String(n).padStart(4)}  ${reason}`);
  }
  if (summary?.cutByReddit)
    lines.push(
      `Reddit listed ${summary.counts.listed} posts, fewer than the ${summary.limit} asked for.`,
    );
  if (summary?.note) lines.push(summary.note);
  if (deadLettered > 0)
    lines.push(
      `${count(deadLettered, "post")} given up after several tries; run the same crawl again to go on.`,
    );
  return lines.join("\n");
}

/** One line that says how far a crawl is. */
export function progressLine({ summary, records, inFlight }: CrawlProgress): string {
  if (!summary) return "asking for the listing";
  const totals = crawlTotals(records);
  const known = summary.counts.queued + summary.counts.withoutPictures;
  const parts = [
    `r/${summary.subreddit}: ${count(summary.counts.listed, "post")} listed`,
    known === 0 ? `${records.length} decided` : `${records.length} of ${known} decided`,
    `${count(totals.pictures, "picture")} (${formatBytes(totals.bytes)})`,
  ];
  if (inFlight > 0) parts.push(`${inFlight} in flight`);
  if (summary.failure) parts.push(summary.failure.message);
  return parts.join(" · ");
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
