import {
  linked,
  lost,
  unavailable,
  withoutPictures,
  type Builder,
  type LostLink,
} from "../demo-post.ts";
import { listedPost, postIdOf, uploadIdOf, type ListedPost } from "./listed-post.ts";
import { mediaMetadata } from "./previews.ts";

/** What an item of a gallery has that gives no picture: its entry in `media_metadata`, and what is recorded of it. */
interface PicturelessItem {
  entry: (id: string) => object | undefined;
  loss: (position: number) => LostLink;
}

const picturelessItems = {
  failed: {
    entry: () => ({ status: "failed" }),
    loss: (position) => unavailable("gallery-item-failed", position),
  },
  "of a new status": {
    entry: (id) => ({ status: "quarantined", id }),
    loss: (position) => unavailable("gallery-item-failed", position),
  },
  missing: {
    entry: () => undefined,
    loss: (position) => unavailable("gallery-item-missing", position),
  },
  // Reddit may know it still.
  deleted: {
    entry: (id) => mediaMetadata(id, "jpg"),
    loss: (position) => unavailable("gallery-item-deleted", position),
  },
  video: {
    entry: (id) => ({
      status: "valid",
      e: "RedditVideo",
      dashUrl: `https://v.redd.it/link/x/asset/${id}/DASHPlaylist.mpd`,
      hlsUrl: `https://v.redd.it/link/x/asset/${id}/HLSPlaylist.m3u8`,
      x: 720,
      y: 1280,
      isGif: false,
      id,
    }),
    loss: (position) => unavailable("gallery-item-video", position),
  },
  // Its address follows from its id, but nothing is there.
  "no source": {
    entry: (id) => ({ status: "valid", e: "Image", m: "image/jpg", id }),
    loss: (position) => lost("gone", "http-404", position),
  },
} satisfies Record<string, PicturelessItem>;

/** What one item of a gallery is: a picture by its extension, or why there is none. */
type GalleryItem = "jpg" | "png" | "gif" | "webp" | keyof typeof picturelessItems;

function picturelessItem(item: GalleryItem): PicturelessItem | undefined {
  return Object.entries(picturelessItems).find(([name]) => name === item)?.[1];
}

/** Builds galleries. `media_metadata` has the items in another order than `gallery_data`, as in most galleries. */
export function gallery(items: readonly GalleryItem[], fields: Partial<ListedPost> = {}): Builder {
  return (number) => {
    const all = items.map((item, index) => ({
      item,
      id: uploadIdOf(`gallery ${number} ${index}`),
      none: picturelessItem(item),
    }));
    const entries = all.flatMap(({ id, item, none }) => {
      const entry = none ? none.entry(id) : mediaMetadata(id, item);
      return entry ? [[id, entry] as const] : [];
    });
    const losses = all.flatMap(({ none }, index) => none?.loss(index + 1) ?? []);
    const urls = all.map(({ id, item }) => `https://i.redd.it/${id}.${item}`);
    const pictures = linked("gallery-item", urls)
      .filter((_, index) => !all[index]?.none)
      .map((each) => (each.url.endsWith(".gif") ? { ...each, shape: "gallery-animated" } : each));
    return {
      post: galleryPost(number, {
        gallery_data: {
          items: all.map(({ id, item }, index) => ({
            media_id: id,
            id: 910_000_000 + number * 20 + index,
            is_deleted: item === "deleted",
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
  };
}

/** Builds a gallery that Reddit is still at work on: each of its items says only so, but the uploads are there. */
export const unprocessedGallery: Builder = (number) => {
  const ids = [0, 1, 2].map((index) => uploadIdOf(`gallery ${number} ${index}`));
  const files = ids.map((id, index) => `${id}.${index === 1 ? "png" : "jpg"}`);
  return {
    post: galleryPost(number, {
      gallery_data: { items: ids.map((media_id, id) => ({ media_id, id })) },
      media_metadata: Object.fromEntries(ids.map((id) => [id, { status: "unprocessed" }])),
    }),
    pictures: linked(
      "gallery-pending",
      files.map((file) => `https://i.redd.it/${file}`),
    ),
    quirks: { unnamed: files },
  };
};

/** Builds a gallery that was deleted: both its tables are null. */
export const deletedGallery: Builder = (number) => ({
  post: galleryPost(number, { gallery_data: null, media_metadata: null, author: "[deleted]" }),
  ...withoutPictures(unavailable("deleted-gallery")),
});

/** A post that is a gallery; `fields` say what it holds. */
export function galleryPost(number: number, fields: Partial<ListedPost>) {
  const url = `https://www.reddit.com/gallery/${postIdOf(number)}`;
  return listedPost(number, { url, domain: "reddit.com", is_gallery: true, ...fields });
}
