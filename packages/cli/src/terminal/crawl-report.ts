import { sourceWords } from "@reddit-crawler/crawl-status/source-words";
import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";
import type { PostRecord } from "@reddit-crawler/message-schema";
import type { GivenUpPost } from "@reddit-crawler/picture-folder/given-up-posts";

import type { CommandOutput } from "./command-output.ts";
import { countOf, formatBytes, formatDuration } from "./crawl-units.ts";
import { crawlName, knownPosts, pictures } from "./crawl-view.ts";
import type { TimeSpent } from "./crawl-watch.ts";
import type { Notes } from "./notes.ts";
import type { Paint } from "./paint.ts";
import { plainText } from "./plain-text.ts";
import { cutToWidth } from "./text/cut-to-width.ts";
import { textTable } from "./text/text-table.ts";
import { wrapWords } from "./text/wrap-words.ts";

/** What a command reports at the end of a crawl. */
export interface CrawlResult {
  status: CrawlStatus;
  records: Iterable<PostRecord>;
  /** The posts that were given up; undefined where only their number is known. */
  givenUp?: readonly GivenUpPost[];
  /** Undefined for a crawl that the command did not watch. */
  spent?: TimeSpent | undefined;
  /** Where the pictures are, for people; undefined where they were not fetched. */
  folder: string | undefined;
  /** Where a key's picture lies below the folder; by its usual name where nothing is said. */
  pathOf?: ((key: string) => string | undefined) | undefined;
}

/** How many pictures a crawl stored that are the same as another post's. */
export function copies(records: Iterable<PostRecord>): number {
  let count = 0;
  for (const { links } of records)
    for (const { outcome, duplicateOf } of links)
      if (outcome === "stored" && duplicateOf !== undefined) count += 1;
  return count;
}

/** Gives the result, to people or to scripts. */
export function showResult(result: CrawlResult, output: CommandOutput): void {
  output.result(
    (paint, columns) => crawlReport(result, paint, output.notes, columns),
    () => resultJson(result),
  );
}

/** The result for scripts, as JSON. */
export function resultJson(result: CrawlResult): string {
  return JSON.stringify(resultDocument(result), undefined, 2);
}

/** The result for scripts: the status as the HTTP API has it, and what only the command knows. */
export function resultDocument({ status, records, givenUp, spent, folder, pathOf }: CrawlResult) {
  const milliseconds = spent && {
    starting: spent.startingMs,
    listing: spent.listingMs,
    downloading: spent.downloadingMs,
    waiting_for_reddit: spent.waitingForRedditMs,
  };
  const largest = largestPictures(records).map((picture) => ({
    ...picture,
    ...(pathOf && { path: pathOf(picture.key) }),
  }));
  const posts = givenUp?.map(({ postId: post_id, ...post }) => ({ post_id, ...post }));
  return { ...status, given_up: posts, largest, milliseconds, folder };
}

/** The result for people: totals, posts by outcome, what was left out and why, the largest pictures, the time. Tables and prose fit `columns`. */
export function crawlReport(
  { status, records, givenUp = [], spent, folder, pathOf }: CrawlResult,
  paint: Paint,
  notes: Notes,
  columns = Infinity,
): string {
  const { posts } = status;
  const listed = posts.listed - (posts.adverts ?? 0);
  const elapsedMs = spent && spent.startingMs + spent.listingMs + spent.downloadingMs;
  const took = elapsedMs === undefined ? "" : ` in ${formatDuration(elapsedMs)}`;
  const total = pictures(status);
  const lines = [
    `${paint("bold", `${decidedText(status)} of ${crawlName(status)}`)}${took}`,
    [
      ...(total === 0
        ? ["no picture"]
        : [
            paint("green", countOf(total, "picture")),
            formatBytes(status.bytes),
            newText(status.pictures.stored, copies(records)),
          ]),
      ...(folder === undefined ? [] : [`in ${folder}`]),
    ].join(", "),
    ...section("Posts", status.outcomes, paint),
    ...section("Left out, links and posts", status.reasons, paint),
    ...largestLines(records, paint, pathOf).map((line) => cutToWidth(line, columns)),
    ...(spent ? timeLines(spent, paint, columns) : []),
  ];
  lines.push(...estimateLines(status));
  if (status.cut_by_reddit)
    lines.push(
      "",
      status.source === "file"
        ? `The file had ${countOf(listed, "post")} of it, fewer than the ${status.limit} asked for.`
        : `Reddit listed ${listed} posts, fewer than the ${status.limit} asked for.`,
    );
  if (posts.unreadable !== undefined)
    lines.push(
      "",
      `${countOf(posts.unreadable, "post or line", "posts or lines")} could not be read.`,
    );
  const note = notes.unsaid(status.note);
  const origin = [
    ...(status.data_as_of !== undefined && status.source !== undefined
      ? [`Read from ${sourceWords(status.source, status.data_as_of)}.`]
      : []),
    ...(note === "" ? [] : [note]),
  ];
  if (origin.length > 0) lines.push("", ...wrapWords(origin.join(" "), columns));
  if (posts.failed > 0)
    lines.push(
      "",
      paint("yellow", `${countOf(posts.failed, "post")} given up after several attempts.`),
      ...givenUpLines(givenUp, paint),
    );
  return lines.join("\n");
}

/** How many pictures are new, and how many are there once more than they are different. */
export function newText(stored: number, copied: number): string {
  const words = `${stored} of them new`;
  return copied === 0
    ? words
    : `${words}, ${countOf(copied, "copy of another", "copies of others")}`;
}

/** How many posts were decided, of how many where that are fewer, as after a crawl that was stopped. */
function decidedText(status: CrawlStatus): string {
  const { decided } = status.posts;
  const known = knownPosts(status);
  return decided < known ? `${decided} of ${countOf(known, "post")}` : countOf(decided, "post");
}

/** Milliseconds: a listing that goes on waits no longer than that. */
const longestWaitMs = 15 * 60_000;

/** How far a crawl is that still goes on; nothing of one that has been silent for longer than a wait: it was stopped. */
function estimateLines({ estimate, updated_at: updatedAt = "" }: CrawlStatus): string[] {
  const isAtWork = Date.now() - Date.parse(updatedAt) < longestWaitMs;
  if (estimate === undefined || !isAtWork) return [];
  const percent = Math.floor(estimate.listed_share * 100);
  return [
    "",
    `About ${percent} % of the listing is done. At this speed the crawl is over at ${estimate.done_at}, an estimate.`,
  ];
}

/** Lines: more are in the folder's given-up.json, and a screen holds no more. */
const mostGivenUp = 20;

/** Which posts were given up, with their last errors and where to read them. */
export function givenUpLines(posts: readonly GivenUpPost[], paint: Paint): string[] {
  const lines = posts
    .slice(0, mostGivenUp)
    .flatMap(({ title, permalink, code, message, attempts }) => [
      `  ${shortened(plainText(title))}  ${plainText(permalink)}`,
      paint("dim", `    ${code} after ${countOf(attempts, "attempt")}: ${plainText(message)}`),
    ]);
  const more = posts.length - mostGivenUp;
  return more > 0 ? [...lines, `  and ${more} more, in the crawl's given-up.json`] : lines;
}

function section(heading: string, counts: Readonly<Record<string, number>>, paint: Paint) {
  const rows = Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, n]) => [String(n), code]);
  if (rows.length === 0) return [];
  const table = textTable([{ align: "right" }, { align: "left" }], rows);
  return ["", paint("bold", heading), ...table.map((line) => `  ${line}`)];
}

/** The ten largest pictures, largest first. `key` is `media/<subreddit>/<post id>/<nn>.<ext>`. */
function largestPictures(records: Iterable<PostRecord>) {
  const pictures: { key: string; bytes: number; title: string }[] = [];
  for (const { post, links } of records)
    for (const { key, bytes } of links)
      if (key !== undefined && bytes !== undefined)
        pictures.push({ key, bytes, title: post.title });
  return pictures.toSorted((a, b) => b.bytes - a.bytes).slice(0, 10);
}

/** Characters: enough of a title to recognise a picture by. */
const titleLength = 50;

function largestLines(
  records: Iterable<PostRecord>,
  paint: Paint,
  pathOf: CrawlResult["pathOf"],
): string[] {
  const largest = largestPictures(records);
  if (largest.length === 0) return [];
  const rows = largest.map(({ key, bytes, title }) => [
    formatBytes(bytes),
    plainText(pathOf?.(key) ?? key.replace(/^media\//, "")),
    shortened(plainText(title)),
  ]);
  const columns = [{ align: "right" }, { align: "left" }, { align: "left" }] as const;
  return ["", paint("bold", "Largest"), ...textTable(columns, rows).map((line) => `  ${line}`)];
}

function shortened(title: string): string {
  const letters = Array.from(title);
  return letters.length <= titleLength ? title : `${letters.slice(0, titleLength - 1).join("")}…`;
}

function timeLines(spent: TimeSpent, paint: Paint, columns: number): string[] {
  const parts = [
    `starting ${formatDuration(spent.startingMs)}`,
    `listing ${formatDuration(spent.listingMs)}`,
    `downloading ${formatDuration(spent.downloadingMs)}`,
  ];
  if (spent.waitingForRedditMs > 0)
    parts.push(`of that, waits that Reddit asked for ${formatDuration(spent.waitingForRedditMs)}`);
  return ["", ...wrapWords(`${paint("bold", "Time")}  ${parts.join(" · ")}`, columns, 6)];
}
