import {
  crawlFinishedKey,
  crawlFinishedSchema,
  crawlIdOfIndexKey,
  crawlIdSchema,
  crawlIndexKey,
  crawlIndexPrefix,
  type CrawlFinished,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { refusal, type ApiAnswer, type ApiRequest } from "../http/api-request.ts";
import type { CrawlArchive } from "./crawl-archive.ts";
import { taggedAnswer } from "../http/entity-tag.ts";
import { inOrder } from "./in-order.ts";
import { readPageQuery } from "../http/page-query.ts";
import { readSummary } from "./read-summary.ts";

const bounds = { usual: 20, most: 50 };

/** One crawl of the list; what its end added up to once that is announced, and when it was unless it failed. */
interface ListedCrawl {
  crawl_id: string;
  state: "listing" | "downloading" | "finished" | "failed";
  subreddit: string;
  sort_method: string;
  time_filter: string;
  limit: number;
  requested_at: string;
  posts_listed: number;
  finished_at?: string;
  posts_failed?: number;
  pictures?: number;
  bytes?: number;
}

/** `GET /crawls`: crawls whose listing has begun, the newest first, two reads each whatever their size. */
export async function answerCrawlList(
  request: ApiRequest,
  { archive }: { archive: CrawlArchive },
): Promise<ApiAnswer> {
  const query = readPageQuery(request, crawlIdSchema, bounds);
  if ("problem" in query) return refusal(query.problem);
  const { cursor, limit } = query.page;
  const after = cursor === undefined ? undefined : crawlIndexKey(cursor);
  const { keys, more } = await archive.list(crawlIndexPrefix, after, limit);
  const ids = keys.map(crawlIdOfIndexKey);
  const crawls = await inOrder(ids, (id) => listedCrawl(id, archive));
  const last = ids.at(-1);
  return taggedAnswer(request, {
    crawls: crawls.flat(),
    ...(more && last !== undefined && { next_cursor: last }),
  });
}

async function listedCrawl(crawlId: string, archive: CrawlArchive): Promise<ListedCrawl[]> {
  const [summary, finished] = await Promise.all([
    readSummary(crawlId, archive),
    archive.read(crawlFinishedKey(crawlId)),
  ]);
  if (!summary) return [];
  const end =
    finished === undefined ? undefined : z.parse(crawlFinishedSchema, JSON.parse(finished));
  const state = stateOf(summary.state, end);
  return [
    {
      crawl_id: crawlId,
      state,
      subreddit: summary.subreddit,
      sort_method: summary.sortMethod,
      time_filter: summary.timeFilter,
      limit: summary.limit,
      requested_at: summary.requestedAt,
      posts_listed: summary.counts.listed,
      ...(end && {
        ...(state !== "failed" && { finished_at: end.finishedAt }),
        posts_failed: end.postsGivenUp,
        pictures: end.picturesStored + end.picturesAlreadyStored,
        bytes: end.bytes,
      }),
    },
  ];
}

function stateOf(listing: string, end: CrawlFinished | undefined): ListedCrawl["state"] {
  if (listing === "failed" || end?.state === "failed") return "failed";
  // A state that a later version adds comes before the end of the listing.
  if (listing !== "listed") return "listing";
  return end ? "finished" : "downloading";
}
