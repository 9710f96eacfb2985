import type { CrawlSummary, LinkRecord, PostRecord } from "@reddit-crawler/message-schema";

import type { GivenUpPost } from "../given-up-posts.ts";

/** A crawl of the samples. */
export const sampleCrawlId = "01KAR7Q8Z4M3XWQ0V5T9B2C6DE";

/** A crawl's summary: one page, listed. */
export function sampleSummary(fields: Partial<CrawlSummary> = {}): CrawlSummary {
  return {
    schemaVersion: 1,
    crawlId: sampleCrawlId,
    subreddit: "aww",
    sortMethod: "top",
    timeFilter: "day",
    limit: 100,
    requestedAt: "2026-11-22T20:00:00.000Z",
    state: "listed",
    source: "oauth",
    updatedAt: "2026-11-22T20:00:05.000Z",
    counts: { pages: 1, listed: 2, queued: 1, withoutPictures: 1, picturesLinked: 1 },
    ...fields,
  };
}

/** A stored picture of the post `id`. */
export function storedLink(
  id: string,
  name = "01.jpg",
  fields: Partial<LinkRecord> = {},
): LinkRecord {
  return {
    position: Number(name.slice(0, 2)),
    foundIn: "url",
    outcome: "stored",
    key: `media/aww/${id}/${name}`,
    bytes: 1000,
    ...fields,
  };
}

/** The record of the post `id`, with one stored picture where no links are given. */
export function sampleRecord(
  id: string,
  fields: Partial<Omit<PostRecord, "post">> & { post?: Partial<PostRecord["post"]> } = {},
): PostRecord {
  return {
    schemaVersion: 1,
    crawlId: sampleCrawlId,
    outcome: "stored",
    links: [storedLink(id)],
    decidedAt: "2026-11-22T20:00:10.000Z",
    ...fields,
    post: {
      id,
      subreddit: "aww",
      title: `Cat ${id}`,
      author: "cat_friend",
      permalink: `https://www.reddit.com/r/aww/comments/${id}/cat/`,
      ...fields.post,
    },
  };
}

/** The post `postId`, given up. */
export function sampleGivenUp(postId: string, crawlId = sampleCrawlId): GivenUpPost {
  return {
    crawlId,
    postId,
    subreddit: "aww",
    title: `Cat ${postId}`,
    permalink: `https://www.reddit.com/r/aww/comments/${postId}/cat/`,
    attempts: 6,
    code: "http-429",
    message: "the host answered 429",
    at: "2026-11-22T20:00:10.000Z",
  };
}
