import { postRecordPrefix } from "@reddit-crawler/message-schema";

import type { LocalPipeline } from "./pipeline.ts";

/** The bytes of a post's record in its crawl, whatever counts its key has; undefined while there is none. */
export async function postRecordOf(
  bucket: LocalPipeline["bucket"],
  crawlId: string,
  postId: string,
): Promise<Uint8Array | undefined> {
  const prefix = postRecordPrefix(crawlId);
  const key = (await bucket.keys(prefix)).find((each) => each.startsWith(`${prefix}${postId}.`));
  return key === undefined ? undefined : bucket.get(key);
}
