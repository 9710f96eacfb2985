import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";

import { countOf, formatBytes, formatDuration } from "./crawl-units.ts";
import type { Paint } from "./paint.ts";

/** A crawl as it is shown while it runs. */
export interface CrawlView {
  /** Undefined while nothing is known but that it was ordered. */
  status: CrawlStatus | undefined;
  elapsedMs: number;
  picturesPerSecond: number;
  bytesPerSecond: number;
  /** Posts that a worker has now; undefined where that is not known. */
  inFlight: number | undefined;
  redditBudget: number | undefined;
  /** Milliseconds until the crawl is over, an estimate; undefined where there is none. */
  remainingMs?: number | undefined;
  wait: { reason: string; seconds: number } | undefined;
}

/** One line that says how far a crawl is. */
export function progressLine(view: CrawlView): string {
  const { status, inFlight = 0 } = view;
  if (!status || status.state === "queued") return waitText(view) ?? beginning(status);
  const { posts } = status;
  const known = knownPosts(status);
  const parts = [
    `${crawlName(status)}: ${posts.listed === 0 ? "listing" : `${countOf(listedPosts(status), "post")} listed`}`,
    posts.listed === 0 ? `${posts.decided} decided` : `${posts.decided} of ${known} decided`,
    `${countOf(pictures(status), "picture")} (${formatBytes(status.bytes)})`,
  ];
  if (posts.failed > 0) parts.push(`${posts.failed} given up`);
  if (inFlight > 0) parts.push(`${inFlight} in flight`);
  parts.push(...remainingText(view));
  const wait = waitText(view);
  if (wait !== undefined) parts.push(wait);
  return parts.join(" · ");
}

/** Behind others a crawl has yet to be asked for. */
function beginning(status: CrawlStatus | undefined): string {
  const place = status?.queue_place ?? 1;
  return place > 1 ? `waiting for its turn, about number ${place}` : "asking for the listing";
}

/** The same in several lines, for a terminal that renews them. */
export function progressFrame(view: CrawlView, paint: Paint): string {
  const { status, inFlight, redditBudget } = view;
  const time = formatDuration(view.elapsedMs);
  if (!status || status.state === "queued")
    return `${paint("bold", "Crawling")}  ${beginning(status)}  ${paint("dim", time)}`;

  const { posts } = status;
  const known = knownPosts(status);
  const done = posts.decided + posts.failed;
  const listed = listedPosts(status) - (posts.adverts ?? 0);
  const listing = [`${listed} of ${status.limit ?? "?"} posts`];
  if (redditBudget !== undefined)
    listing.push(`Reddit grants ${Math.floor(redditBudget)} more requests`);
  listing.push(...remainingText(view));
  const downloads = [`${posts.decided} of ${known} decided`];
  if (inFlight !== undefined && inFlight > 0) downloads.push(`${inFlight} in flight`);
  const speed = `${view.picturesPerSecond.toFixed(1)}/s, ${formatBytes(view.bytesPerSecond)}/s`;
  const lines = [
    `${paint("bold", crawlName(status))}  ${status.source === "file" ? "from a file" : `${status.sort_method} of ${status.time_filter}`}  ${paint("dim", time)}`,
    row("listing", bar(listed, status.limit ?? listed, paint), listing),
    row("downloads", bar(done, known, paint), downloads),
    row("pictures", undefined, [
      `${paint("green", String(pictures(status)))} (${formatBytes(status.bytes)})`,
      speed,
    ]),
  ];
  const leftOut = leftOutText(status);
  if (leftOut.length > 0) lines.push(row("left out", undefined, leftOut));
  const wait = waitText(view);
  if (wait !== undefined) lines.push(row("waiting", undefined, [paint("yellow", wait)]));
  return lines.join("\n");
}

/** What is crawled, for people. */
export function crawlName({ address, subreddit, source }: CrawlStatus): string {
  if (source === "file" && address === "r/all") return "every subreddit";
  return address ?? `r/${subreddit ?? "?"}`;
}

function row(name: string, meter: string | undefined, parts: readonly string[]): string {
  return `  ${name.padEnd(10)} ${meter === undefined ? "" : `${meter}  `}${parts.join(" · ")}`;
}

const barWidth = 20;

function bar(done: number, all: number, paint: Paint): string {
  const full = all === 0 ? 0 : Math.min(barWidth, Math.round((done / all) * barWidth));
  return paint("cyan", "█".repeat(full)) + paint("dim", "░".repeat(barWidth - full));
}

/** Posts of the listing that are known until now: those with pictures, and those without. */
export function knownPosts({ posts }: CrawlStatus): number {
  // Posts of a page are decided before the page is counted.
  return Math.max(posts.queued + posts.without_pictures, posts.decided + posts.failed);
}

function listedPosts(status: CrawlStatus): number {
  return Math.max(status.posts.listed, knownPosts(status));
}

/** Pictures that are stored, by this crawl or an earlier one. */
export function pictures(status: CrawlStatus): number {
  return status.pictures.stored + status.pictures.duplicate;
}

function leftOutText({ posts, pictures }: CrawlStatus): string[] {
  const { unknown_to_source: unknown = 0, adverts = 0 } = posts;
  const counts: [n: number, what: string][] = [
    [posts.filtered - unknown, "filtered"],
    [unknown, "unknown to the source"],
    [adverts, "adverts"],
    [posts.without_pictures - posts.filtered - adverts, "without pictures"],
    [pictures.gone, "gone"],
    [pictures.refused, "refused"],
    [posts.failed, "given up"],
  ];
  return counts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
}

/** Milliseconds: a shorter rest is over before anybody has read it. */
const leastRemainingMs = 60_000;

function remainingText({ remainingMs = 0 }: CrawlView): string[] {
  if (remainingMs < leastRemainingMs) return [];
  return [`about ${formatDuration(remainingMs).replace(/ \d+ s$/, "")} left`];
}

function waitText({ wait, status }: CrawlView): string | undefined {
  if (wait) return `${wait.reason}: ${wait.seconds} s`;
  return status?.failure?.message;
}
