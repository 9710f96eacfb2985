import { postRecordSchema, type PostRecord } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { RemotePost } from "./crawl-client.ts";

/** The record that the API told as `post`. */
export function postRecordOf(crawlId: string, post: RemotePost): PostRecord {
  const { post_id: id, created_at: createdAt, over_18: over18, decided_at: decidedAt } = post;
  const { outcome, reason, links } = post;
  return z.parse(postRecordSchema, {
    schemaVersion: 1,
    crawlId,
    // Unknown keys are stripped, so that the API's own spellings do no harm.
    post: { ...post, id, createdAt, over18 },
    outcome,
    reason,
    links: links.map(({ found_in: foundIn, content_type: contentType, ...link }) => ({
      ...link,
      foundIn,
      contentType,
    })),
    decidedAt,
  });
}
