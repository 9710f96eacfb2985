import type { PostRecord } from "@reddit-crawler/message-schema";

import type { StoredPicture } from "../terminal/crawl-report.ts";

/** The ten largest pictures of these posts, largest first. */
export function largestPictures(records: Iterable<PostRecord>): StoredPicture[] {
  const pictures: StoredPicture[] = [];
  for (const { post, links } of records)
    for (const { key, bytes } of links)
      if (key !== undefined && bytes !== undefined)
        pictures.push({ key, bytes, title: post.title });
  return pictures.toSorted((a, b) => b.bytes - a.bytes).slice(0, 10);
}
