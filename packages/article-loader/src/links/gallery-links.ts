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
 * may come later. A gallery without items is `deleted-gallery` where Reddit says so, `gallery-needs-api` where the source
 * (the feed) does not know galleries, and else `gallery-not-listed`.
 */
export function collectGallery(
  post: RedditPost,
  hosts: MediaHosts,
  collector: LinkCollector,
): void {
  const metadata = post.media_metadata ?? {};
  const items = galleryItems(post);
  if (items.length === 0) return collector.leaveOut("gallery", reasonForNoItems(post), post.url);
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
    if (copies.kind === "picture") collector.add("gallery", copies.candidates, copies);
    else collector.leaveOutInPlace("gallery", copies.reason);
  }
}

function galleryItems(post: RedditPost): readonly (GalleryItem | undefined)[] {
  const mediaIds = Object.keys(post.media_metadata ?? {});
  return post.gallery_data?.items ?? mediaIds.map((media_id) => ({ media_id }));
}

/** Whether Reddit's API, which knows galleries, named no item of this one, though it says of no removal. */
export function isUntoldGallery(post: RedditPost): boolean {
  return (
    isGallery(post) &&
    galleryItems(post).length === 0 &&
    reasonForNoItems(post) === "gallery-not-listed"
  );
}

function reasonForNoItems(post: RedditPost): string {
  if (post.removed_by_category !== undefined || post.author === "[deleted]")
    return "deleted-gallery";
  const isFromApi = post.is_gallery !== undefined || post.gallery_data !== undefined;
  return isFromApi ? "gallery-not-listed" : "gallery-needs-api";
}
