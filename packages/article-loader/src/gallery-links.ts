import type { MediaHosts } from "@reddit-crawler/media-hosts";

import type { LinkCollector } from "./link-collector.ts";
import type { RedditPost } from "./reddit-post.ts";
import { uploadedCopies } from "./uploaded-item.ts";

/** Whether a post is a gallery itself, its pictures known or not. */
export function isGallery(post: RedditPost): boolean {
  return post.is_gallery === true || post.gallery_data !== undefined || linksOwnGallery(post);
}

/**
 * Collects a gallery's pictures in `gallery_data` order, which differs from that of `media_metadata`. An item that
 * gives no picture is left out in its place, as `gallery-item-failed`, `-missing` or `-video`; one that is unprocessed
 * may come later. A gallery without items is `deleted-gallery`, or `gallery-needs-api` where the source (the feed) does not know galleries.
 */
export function collectGallery(
  post: RedditPost,
  hosts: MediaHosts,
  collector: LinkCollector,
): void {
  const metadata = post.media_metadata ?? {};
  const listed = post.gallery_data?.items?.map((item) => item?.media_id);
  const mediaIds = listed ?? Object.keys(metadata);
  if (mediaIds.length === 0) {
    const isFromApi = post.is_gallery !== undefined || post.gallery_data !== undefined;
    return collector.leaveOut(
      "gallery",
      isFromApi ? "deleted-gallery" : "gallery-needs-api",
      post.url,
    );
  }
  const done = new Set<string>();
  for (const mediaId of mediaIds) {
    if (mediaId === undefined) {
      collector.leaveOutInPlace("gallery", "gallery-item-missing");
      continue;
    }
    if (done.has(mediaId)) continue;
    done.add(mediaId);
    const item = Object.hasOwn(metadata, mediaId) ? metadata[mediaId] : undefined;
    const { candidates, pending, reason } = uploadedCopies(mediaId, item, hosts, "gallery");
    if (candidates) collector.add("gallery", candidates, pending);
    else collector.leaveOutInPlace("gallery", reason);
  }
}

function linksOwnGallery({ id, url }: RedditPost): boolean {
  return id !== undefined && url !== undefined && url.includes(`reddit.com/gallery/${id}`);
}
