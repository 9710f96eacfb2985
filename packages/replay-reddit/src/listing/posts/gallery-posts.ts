import {
  lost,
  unavailable,
  withoutPictures,
  type DemoPost,
  type ExpectedLink,
  type LostLink,
} from "../demo-post.ts";
import { listedPost, postIdOf, uploadIdOf } from "./listed-post.ts";
import { mediaMetadata } from "./previews.ts";

/** What one item of a gallery is: a picture by its extension, or why there is none. */
export type GalleryItem =
  | "jpg"
  | "png"
  | "gif"
  | "webp"
  | "deleted"
  | "failed"
  | "missing"
  | "video"
  | "no source"
  | "of a new status";

function metadataOf(id: string, item: GalleryItem): Record<string, unknown> | undefined {
  switch (item) {
    case "failed":
      return { status: "failed" };
    case "missing":
      return undefined;
    case "video":
      return {
        status: "valid",
        e: "RedditVideo",
        dashUrl: `https://v.redd.it/link/x/asset/${id}/DASHPlaylist.mpd`,
        hlsUrl: `https://v.redd.it/link/x/asset/${id}/HLSPlaylist.m3u8`,
        x: 720,
        y: 1280,
        isGif: false,
        id,
      };
    case "of a new status":
      return { status: "quarantined", id };
    case "no source":
      return { status: "valid", e: "Image", m: "image/jpg", id };
    // Reddit may know it still.
    case "deleted":
      return mediaMetadata(id, "jpg");
    default:
      return mediaMetadata(id, item);
  }
}

/** Builds a gallery. Its `media_metadata` has the items in another order than its `gallery_data`, as most have. */
export function gallery(
  number: number,
  items: readonly GalleryItem[],
  fields: Record<string, unknown> = {},
): DemoPost {
  const ids = items.map((_, index) => uploadIdOf(`gallery ${number} ${index}`));
  const entries = ids.flatMap((id, index) => {
    const entry = metadataOf(id, items[index] ?? "missing");
    return entry ? [[id, entry] as const] : [];
  });
  const pictures = items.flatMap((item, index): ExpectedLink[] => {
    const url = `https://i.redd.it/${ids[index]}.${item}`;
    const place = { url, position: index + 1, inFeed: false };
    if (item === "gif") return [{ shape: "gallery-animated", ...place }];
    return item === "jpg" || item === "png" || item === "webp"
      ? [{ shape: "gallery-item", ...place }]
      : [];
  });
  const losses = items.flatMap((item, index) => lossOf(item, index + 1) ?? []);
  return {
    post: galleryPost(number, {
      gallery_data: {
        items: ids.map((media_id, index) => ({
          media_id,
          id: 910_000_000 + number * 20 + index,
          is_deleted: items[index] === "deleted",
          caption: index === 0 ? "The first one" : "",
        })),
      },
      media_metadata: Object.fromEntries(entries.toReversed()),
      ...fields,
    }),
    pictures,
    lost: losses,
    ...(pictures.length === 0 && { reason: losses[0]?.reason ?? "" }),
  };
}

/** What is recorded of an item that gives no picture; undefined of one that does. */
function lossOf(item: GalleryItem, position: number): LostLink | undefined {
  switch (item) {
    case "failed":
    case "of a new status":
      return unavailable("gallery-item-failed", position);
    case "deleted":
    case "missing":
    case "video":
      return unavailable(`gallery-item-${item}`, position);
    // Its address can be told from its id, but nothing is there.
    case "no source":
      return lost("gone", "http-404", position);
    default:
      return undefined;
  }
}

/** Builds a gallery that Reddit is still at work on: each of its items says only so, but the uploads are there. */
export function unprocessedGallery(number: number): DemoPost {
  const ids = [0, 1, 2].map((index) => uploadIdOf(`gallery ${number} ${index}`));
  const files = ids.map((id, index) => `${id}.${index === 1 ? "png" : "jpg"}`);
  return {
    post: galleryPost(number, {
      gallery_data: { items: ids.map((media_id, id) => ({ media_id, id })) },
      media_metadata: Object.fromEntries(ids.map((id) => [id, { status: "unprocessed" }])),
    }),
    pictures: files.map((file, index) => ({
      shape: "gallery-pending",
      url: `https://i.redd.it/${file}`,
      position: index + 1,
      inFeed: false,
    })),
    quirks: { unnamed: files },
  };
}

/** Builds a gallery that was deleted: both its tables are null. */
export function deletedGallery(number: number): DemoPost {
  return {
    post: galleryPost(number, { gallery_data: null, media_metadata: null, author: "[deleted]" }),
    ...withoutPictures(unavailable("deleted-gallery")),
  };
}

function galleryPost(number: number, fields: Record<string, unknown>) {
  return listedPost(number, {
    url: `https://www.reddit.com/gallery/${postIdOf(number)}`,
    domain: "reddit.com",
    is_gallery: true,
    ...fields,
  });
}
