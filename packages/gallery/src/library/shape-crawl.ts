import { crawlState, isOver } from "@reddit-crawler/crawl-status/crawl-state";
import { sourceWords } from "@reddit-crawler/crawl-status/source-words";
import { crawlAddress, type CrawlSummary, type PostRecord } from "@reddit-crawler/message-schema";
import type { GivenUpPost } from "@reddit-crawler/picture-folder/given-up-posts";

import type { CrawlState, GalleryCrawl } from "../contract/gallery-crawl.ts";

/** How a crawl ended, where that is known. */
export interface CrawlOver {
  state: CrawlState;
  message?: string | undefined;
}

/** A crawl as the page shows it. Without `over` it is running. */
export function shapeCrawl(
  summary: CrawlSummary,
  records: readonly PostRecord[],
  over?: CrawlOver,
): GalleryCrawl {
  const { counts } = summary;
  const known = counts.queued + counts.withoutPictures;
  const message = over?.message ?? summary.failure?.message ?? summary.note;
  const crawl: GalleryCrawl = {
    crawlId: summary.crawlId,
    address: crawlAddress(summary),
    sortMethod: summary.sortMethod,
    timeFilter: summary.timeFilter,
    limit: summary.limit,
    requestedAt: summary.requestedAt,
    updatedAt: summary.updatedAt,
    state: over?.state ?? crawlState(summary.state, false),
    listed: counts.listed,
    known,
    decided: records.length,
    pictures: 0,
    newPictures: 0,
    bytes: 0,
    cutByReddit: summary.cutByReddit ?? false,
    source: sourceWords(summary.source, summary.dataAsOf),
    ...(message !== undefined && { message }),
    ...(!over && summary.waiting && { waiting: summary.waiting }),
  };
  for (const { links, decidedAt } of records) {
    if (decidedAt > crawl.updatedAt) crawl.updatedAt = decidedAt;
    for (const { key, outcome, duplicateOf, bytes = 0 } of links) {
      if (key === undefined) continue;
      crawl.pictures += 1;
      crawl.bytes += bytes;
      if (outcome === "stored" && duplicateOf === undefined) crawl.newPictures += 1;
    }
  }
  return crawl;
}

/** How a crawl ended that an earlier run left in the folder: one that is not over was stopped. */
export function pastState(
  summary: CrawlSummary,
  decided: number,
  givenUp: readonly GivenUpPost[],
): CrawlOver {
  const { queued, withoutPictures } = summary.counts;
  const state = crawlState(summary.state, decided + givenUp.length >= queued + withoutPictures);
  const names = givenUpText(givenUp);
  if (state === "finished" && givenUp.length > 0) return { state: "given-up", message: names };
  return { state: isOver(state) ? state : "stopped", message: summary.failure?.message ?? names };
}

/** Named on the page; the crawl's given-up.json names all. */
const mostNames = 5;

/** Which posts were given up, why, and how to go on; undefined where none was. */
function givenUpText(posts: readonly GivenUpPost[]): string | undefined {
  if (posts.length === 0) return undefined;
  const names = posts.slice(0, mostNames).map(({ title, code }) => `“${title}” (${code})`);
  const more = posts.length - names.length;
  if (more > 0) names.push(`${more} more`);
  const count = posts.length === 1 ? "One post was" : `${posts.length} posts were`;
  return `${count} given up: ${names.join(", ")}. The same crawl again goes on with them.`;
}
