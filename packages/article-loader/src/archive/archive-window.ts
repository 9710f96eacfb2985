import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import { gatheredListing } from "@reddit-crawler/message-schema";

import type { PageRequest } from "../reddit/listing-page.ts";

/** A time in seconds since 1970, both ends exclusive, as the archive counts; open where it began. */
export interface ArchiveWindow {
  after: number | undefined;
  before: number;
}

/** Whose posts to list: the archive takes one subreddit or one author. */
export type ArchivedOwner = { kind: "subreddit"; name: string } | { kind: "author"; name: string };

const daySeconds = 86_400;
const periodSeconds: Readonly<Record<PageRequest["timeFilter"], number>> = {
  hour: 3600,
  day: daySeconds,
  week: 7 * daySeconds,
  month: 30 * daySeconds,
  year: 365 * daySeconds,
  all: Infinity,
};
/** The archive reads scores once, about 36 h after the post. */
const scoredAfterSeconds = 36 * 3600;

/**
 * The time that the listing covers: from `since` to `until`, both inclusive. Without them `new` ends with the request, and
 * `top` is of a period that is over, the last one whose posts have scores.
 */
export function archiveWindow(page: PageRequest): ArchiveWindow {
  const { since, until, timeFilter } = page;
  const now = Math.floor(Date.parse(page.requestedAt) / 1000);
  const isRanking = page.sortMethod === "top";
  const last = until === undefined ? now - (isRanking ? scoredAfterSeconds : 0) : secondsOf(until);
  const period = isRanking ? periodSeconds[timeFilter] : Infinity;
  const first = since === undefined ? last - period : Math.ceil(Date.parse(since) / 1000);
  return { after: Number.isFinite(first) ? first - 1 : undefined, before: last + 1 };
}

function secondsOf(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}

/**
 * The owner of the posts that `page` names: a user of all that he posted, a profile of what was posted there.
 * @throws {PermanentError} `source-cannot-list` for an order or a gathering that the archive does not know.
 */
export function archivedOwner({ subreddit, user, sortMethod }: PageRequest): ArchivedOwner {
  if (sortMethod !== "new" && sortMethod !== "top")
    throw cannotList(
      `No archive knows which posts are ${sortMethod}. Ask for new, or for top of a time that is over, or use another source.`,
    );
  if (user !== undefined) return { kind: "author", name: user };
  if (gatheredListing.test(subreddit))
    throw cannotList(
      `The archive lists one subreddit or user at a time, and not ${subreddit}. Start a crawl for each, or use another source.`,
    );
  return { kind: "subreddit", name: subreddit };
}

function cannotList(message: string): PermanentError {
  return new PermanentError("source-cannot-list", message);
}
