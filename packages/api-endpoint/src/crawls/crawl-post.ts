import type { LinkRecord, PostRecord } from "@reddit-crawler/message-schema";
import type { CrawlPost } from "@reddit-crawler/message-schema/http-api/answer-schemas";

import type { CrawlArchive } from "../world.ts";

/** A record in the words of the HTTP API, with links to its pictures. */
export async function crawlPost(
  { post, outcome, reason, decidedAt, links }: PostRecord,
  archive: CrawlArchive,
): Promise<CrawlPost> {
  const { id, createdAt, over18, ...facts } = post;
  return {
    post_id: id,
    ...facts,
    created_at: createdAt,
    over_18: over18,
    outcome,
    reason,
    decided_at: decidedAt,
    links: await Promise.all(links.map((link) => postLink(link, archive))),
  };
}

async function postLink(
  { foundIn, contentType, duplicateOf, insteadOf, ...link }: LinkRecord,
  archive: CrawlArchive,
): Promise<CrawlPost["links"][number]> {
  return {
    ...link,
    found_in: foundIn,
    content_type: contentType,
    duplicate_of: duplicateOf,
    instead_of: insteadOf,
    picture_url: link.key === undefined ? undefined : await archive.linkTo(link.key),
  };
}
