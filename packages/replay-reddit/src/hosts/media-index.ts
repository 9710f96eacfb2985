import type { MediaQuirks } from "../listing/demo-post.ts";
import { imgurIdOf, type ListedPost } from "../listing/posts/listed-post.ts";
import { typeOfExtension, type PictureType } from "../pictures/picture-type.ts";
import { imgurPictureId } from "./imgur-id.ts";

/** What the picture hosts hold: all that a listing links. */
export interface MediaIndex {
  /** What each file `id.ext` of i.redd.it is. */
  uploads: ReadonlyMap<string, PictureType>;
  /** Whether a listing holds exactly this signed URL. */
  isSigned: (url: URL) => boolean;
  /** What the picture of each of imgur's ids is. */
  imgurPictures: ReadonlyMap<string, PictureType>;
  /** The ids of each album's pictures. */
  albums: ReadonlyMap<string, readonly string[]>;
  /** The ids of v.redd.it. */
  videos: ReadonlySet<string>;
  quirks: MediaQuirks;
}

/** Finds everything on a picture host that `posts` link, in whatever field. */
export function indexMedia(posts: readonly ListedPost[], quirks: MediaQuirks): MediaIndex {
  const uploads = new Map<string, PictureType>();
  const signedUrls = new Set<string>();
  const imgurPictures = new Map<string, PictureType>();
  const albums = new Map<string, readonly string[]>(Object.entries(quirks.albums ?? {}));
  const videos = new Set<string>();
  const unnamed = new Set(quirks.unnamed);
  const addressOf = (url: URL) => url.host + url.pathname + url.search;

  function addUpload(file: string) {
    const type = quirks.trueTypes?.[file] ?? typeOfExtension(file.split(".").at(-1) ?? "");
    if (type) uploads.set(file, type);
  }
  function addImgur(url: URL) {
    const [, first = "", second = ""] = url.pathname.split("/");
    if (first === "a" || first === "gallery") {
      const album = second.split("-").at(-1) ?? "";
      if (!albums.has(album) && !unnamed.has(album))
        albums.set(
          album,
          [0, 1, 2].map((n) => imgurIdOf(`${album} ${n}`)),
        );
      return;
    }
    const picture = imgurPictureId(first);
    if (!picture || imgurPictures.has(picture.id)) return;
    const named = /^gif./i.test(picture.extension) ? "mp4" : typeOfExtension(picture.extension);
    imgurPictures.set(picture.id, quirks.trueTypes?.[picture.id] ?? named ?? "jpg");
  }
  function add(url: URL) {
    const file = url.pathname.slice(1);
    if (url.hostname === "i.redd.it") addUpload(file);
    else if (url.hostname === "preview.redd.it") {
      signedUrls.add(addressOf(url));
      addUpload(file.split("-v0-").at(-1) ?? file);
    } else if (url.hostname === "v.redd.it") videos.add(file.split("/")[0] ?? file);
    else if (/(^|\.)imgur\.(com|io)$/.test(url.hostname)) addImgur(url);
    else signedUrls.add(addressOf(url));
  }

  for (const url of urlsIn(posts)) add(url);
  for (const name of unnamed)
    if (name.includes(".")) addUpload(name);
    else imgurPictures.set(name, quirks.trueTypes?.[name] ?? "jpg");
  for (const id of [...albums.values()].flat()) imgurPictures.set(id, "jpg");
  for (const gone of quirks.gone ?? []) {
    uploads.delete(gone);
    imgurPictures.delete(gone);
    albums.delete(gone);
  }
  const isSigned = (url: URL) => signedUrls.has(addressOf(url));
  return { uploads, isSigned, imgurPictures, albums, videos, quirks };
}

/** Every URL in every text below `value`, also where it is escaped for HTML or markdown. */
function* urlsIn(value: unknown): Generator<URL> {
  if (typeof value === "string") {
    const text = value.replaceAll("&amp;", "&").replaceAll("\\_", "_");
    for (const [found] of text.matchAll(/https?:\/\/[^\s"'<>()[\]\\]+/gi)) {
      const url = found.replace(/[.,;:!?]+$/, "");
      if (URL.canParse(url)) yield new URL(url);
    }
  } else if (typeof value === "object" && value !== null)
    for (const inner of Object.values(value)) yield* urlsIn(inner);
}
