import type { MediaHosts } from "@reddit-crawler/media-hosts";

import type { LinkCollector } from "./link-collector.ts";
import { isOwnAddress } from "./post-address.ts";
import type { GalleryItem, RedditPost } from "../reddit/reddit-post.ts";
import { uploadedCopies } from "./uploaded-item.ts";

/** Whether a post is a gallery itself, its pictures known or not. */
export function isGallery(post: RedditPost): boolean {
  return (
    post.is_gallery === true || post.gallery_data !== undefined || isOwnAddress(post, "gallery")
  );
}

/**
 * Collects a gallery's pictures in `gallery_data` order, which differs from that of `media_metadata`. An item that
 * gives no picture is left out in its place, as `gallery-item-deleted`, `-failed`, `-missing` or `-video`; one that is unprocessed
 * may come later. A gallery without items is `deleted-gallery`, or `gallery-needs-api` where the source (the feed) does not know galleries.
 */
export function collectGallery(
  post: RedditPost,
  hosts: MediaHosts,
  collector: LinkCollector,
): void {
  const metadata = post.media_metadata ?? {};
  const items: readonly (GalleryItem | undefined)[] =
    post.gallery_data?.items ?? Object.keys(metadata).map((media_id) => ({ media_id }));
  if (items.length === 0) {
    const isFromApi = post.is_gallery !== undefined || post.gallery_data !== undefined;
    return collector.leaveOut(
      "gallery",
      isFromApi ? "deleted-gallery" : "gallery-needs-api",
      post.url,
    );
  }
  const done = new Set<string>();
  for (const { media_id: mediaId, is_deleted: isDeleted } of items.map((item) => item ?? {})) {
    if (mediaId === undefined || isDeleted) {
      const fault = isDeleted ? "deleted" : "missing";
      collector.leaveOutInPlace("gallery", `gallery-item-${fault}`);
      continue;
    }
    if (done.has(mediaId)) continue;
    done.add(mediaId);
    const item = Object.hasOwn(metadata, mediaId) ? metadata[mediaId] : undefined;
    const copies = uploadedCopies(mediaId, item, hosts, "gallery");
    if (copies.kind === "picture") collector.add("gallery", copies.candidates, copies.pending);
    else collector.leaveOutInPlace("gallery", copies.reason);
  }
}
