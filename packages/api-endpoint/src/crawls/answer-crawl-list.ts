import { crawlState } from "@reddit-crawler/crawl-status/crawl-state";
import {
  crawlAddress,
  crawlFinishedKey,
  crawlFinishedSchema,
  crawlIdOfIndexKey,
  crawlIdSchema,
  crawlIndexKey,
  crawlIndexPrefix,
} from "@reddit-crawler/message-schema";
import type { ListedCrawl } from "@reddit-crawler/message-schema/http-api/answer-schemas";
import * as z from "zod/mini";

import type { ApiAnswer, ApiRequest } from "../http/api-request.ts";
import { taggedAnswer } from "../http/entity-tag.ts";
import { readPageQuery } from "../http/page-query.ts";
import type { ApiWorld } from "../world.ts";
import { inOrder } from "./in-order.ts";
import { readSummary } from "./known-crawl.ts";

const bounds = { usual: 20, most: 50 };

/** `GET /crawls`: the crawls, the newest first, two reads each whatever their size. */
export async function answerCrawlList(world: ApiWorld, request: ApiRequest): Promise<ApiAnswer> {
  const page = readPageQuery(request, crawlIdSchema, bounds);
  if (page.kind === "refusal") return page;
  const { archive } = world;
  const after = page.cursor === undefined ? undefined : crawlIndexKey(page.cursor);
  const { keys, more } = await archive.list(crawlIndexPrefix, after, page.limit);
  const ids = keys.map(crawlIdOfIndexKey);
  const crawls = await inOrder(ids, (id) => listedCrawl(id, world));
  const last = ids.at(-1);
  return taggedAnswer(request, {
    crawls: crawls.flat(),
    ...(more && last !== undefined && { next_cursor: last }),
  });
}

async function listedCrawl(crawlId: string, world: ApiWorld): Promise<ListedCrawl[]> {
  const [summary, finished] = await Promise.all([
    readSummary(crawlId, world),
    world.archive.read(crawlFinishedKey(crawlId)),
  ]);
  if (!summary) return [];
  const end =
    finished === undefined ? undefined : z.parse(crawlFinishedSchema, JSON.parse(finished));
  const listing = end?.state === "failed" ? "failed" : summary.state;
  const state = crawlState(listing, end !== undefined);
  return [
    {
      crawl_id: crawlId,
      state,
      subreddit: summary.subreddit,
      address: crawlAddress(summary),
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
