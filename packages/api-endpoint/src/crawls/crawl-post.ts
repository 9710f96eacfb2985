import type { LinkRecord, PostRecord } from "@reddit-crawler/message-schema";

import type { CrawlArchive } from "./crawl-archive.ts";

/** One link of a post as the HTTP API tells it; `picture_url` opens the stored picture for a while. */
interface CrawlPostLink {
  position?: number | undefined;
  item?: number | undefined;
  found_in: string;
  url?: string | undefined;
  page?: string | undefined;
  quality?: string | undefined;
  outcome: string;
  reason?: string | undefined;
  key?: string | undefined;
  bytes?: number | undefined;
  sha256?: string | undefined;
  content_type?: string | undefined;
  duplicate_of?: string | undefined;
  picture_url?: string | undefined;
}

/** One post and what became of it, as the HTTP API tells it. */
export interface CrawlPost {
  post_id: string;
  subreddit: string;
  title: string;
  author: string;
  permalink: string;
  created_at?: string | undefined;
  score?: number | undefined;
  over_18?: boolean | undefined;
  spoiler?: boolean | undefined;
  flair?: string | undefined;
  outcome: string;
  reason?: string | undefined;
  decided_at: string;
  links: CrawlPostLink[];
}

/** A record as the HTTP API tells it, with links to its pictures. */
export async function crawlPost(
  { post, outcome, reason, decidedAt, links }: PostRecord,
  archive: Pick<CrawlArchive, "linkTo">,
): Promise<CrawlPost> {
  const { id, createdAt, over18, ...facts } = post;
  return {
    post_id: id,
    ...facts,
    ...(createdAt !== undefined && { created_at: createdAt }),
    ...(over18 !== undefined && { over_18: over18 }),
    outcome,
    ...(reason !== undefined && { reason }),
    decided_at: decidedAt,
    links: await Promise.all(links.map((link) => postLink(link, archive))),
  };
}

async function postLink(
  { foundIn, contentType, duplicateOf, ...link }: LinkRecord,
  archive: Pick<CrawlArchive, "linkTo">,
): Promise<CrawlPostLink> {
  return {
    ...link,
    found_in: foundIn,
    ...(contentType !== undefined && { content_type: contentType }),
    ...(duplicateOf !== undefined && { duplicate_of: duplicateOf }),
    ...(link.key !== undefined && { picture_url: await archive.linkTo(link.key) }),
  };
}
