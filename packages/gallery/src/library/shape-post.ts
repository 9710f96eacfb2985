import { albumCover, type PostRecord } from "@reddit-crawler/message-schema";

import type { GalleryGap, GalleryPicture, GalleryPost } from "../contract/gallery-post.ts";
import { picturePath } from "@reddit-crawler/picture-folder/folder-layout";
import type { PictureSize } from "./picture-size.ts";
import { shownAs } from "./media-type.ts";

/** What the grid needs of a picture before its file is there. */
export interface PictureLook extends PictureSize {
  colour?: string;
}

/** The post of `record` as the page shows it. `sizeOf` knows the pictures' sizes by their path, `pathOf` the path of a key. */
export function shapePost(
  record: PostRecord,
  sizeOf: (path: string) => PictureLook | undefined,
  pathOf: (key: string) => string | undefined = picturePath,
): GalleryPost {
  const pictures: GalleryPicture[] = [];
  const gaps: GalleryGap[] = [];
  for (const link of record.links) {
    const path = link.key === undefined ? undefined : pathOf(link.key);
    if (path === undefined || link.reason === albumCover)
      gaps.push({
        reason: link.reason ?? link.outcome,
        ...(link.position !== undefined && { position: link.position }),
        ...(link.url !== undefined && { url: link.url }),
      });
    if (path !== undefined)
      pictures.push({
        path,
        shownAs: shownAs(path),
        position: link.position ?? pictures.length + 1,
        bytes: link.bytes ?? 0,
        ...sizeOf(path),
      });
  }
  const { post } = record;
  const permalink = redditUrl(post.permalink);
  return {
    id: post.id,
    crawlIds: [record.crawlId],
    subreddit: post.subreddit,
    title: post.title,
    author: post.author,
    nsfw: post.over18 ?? false,
    spoiler: post.spoiler ?? false,
    decidedAt: record.decidedAt,
    pictures,
    gaps,
    ...(permalink !== undefined && { permalink }),
    ...(post.createdAt !== undefined && { createdAt: post.createdAt }),
    ...(post.score !== undefined && { score: post.score }),
    ...(post.flair !== undefined && { flair: post.flair }),
    ...(pictures.length === 0 && { reason: record.reason ?? record.outcome }),
  };
}

/** `text` when a link to it leads to Reddit and nowhere else: a record is other people's text. */
export function redditUrl(text: string): string | undefined {
  const url = URL.parse(text);
  const isReddit = url?.hostname === "reddit.com" || url?.hostname.endsWith(".reddit.com");
  return isReddit && url?.protocol === "https:" ? url.href : undefined;
}
