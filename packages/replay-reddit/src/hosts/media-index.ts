import type { MediaQuirks } from "../listing/demo-post.ts";
import { imgurIdOf, type ListedPost } from "../listing/posts/listed-post.ts";
import { typeOfExtension, type PictureType } from "../pictures/picture-type.ts";
import { imgurPictureId } from "./imgur-id.ts";

/** What the picture hosts hold: all that a listing links. */
export interface MediaIndex {
  /** What the file `id.ext` of i.redd.it is; undefined when there is none. */
  upload(file: string): PictureType | undefined;
  /** Whether a listing holds exactly this signed URL. */
  isSigned(url: URL): boolean;
  /** What the picture of an imgur id is; undefined when imgur has none. */
  imgurPicture(id: string): PictureType | undefined;
  /** The ids of an album's pictures; undefined when imgur has no such album. */
  imgurAlbum(id: string): readonly string[] | undefined;
  hasVideo(id: string): boolean;
  /** The file of i.redd.it (`id.ext`) that `file` is an upload of once more; `file` itself when it is none. */
  sameUpload(file: string): string;
  /** Whether imgur answers for an id with its stand-in, without a redirect. */
  isPlaceholder(id: string): boolean;
  /** The names of the animations behind an id of redgifs. */
  redgifs(id: string): readonly string[] | undefined;
  isRedgifsName(name: string): boolean;
  /** Whether another host has a gif at exactly this address. */
  hasGif(url: URL): boolean;
  /** What a page of another host shows. */
  pagePicture(url: URL): string | undefined;
}

/** Finds everything on a picture host that `posts` link, in whatever field. */
export function indexMedia(posts: readonly ListedPost[], quirks: MediaQuirks): MediaIndex {
  const uploads = new Map<string, PictureType>();
  const signedUrls = new Set<string>();
  const imgurPictures = new Map<string, PictureType>();
  const albums = new Map<string, readonly string[]>(Object.entries(quirks.albums ?? {}));
  const videos = new Set<string>();
  const unnamed = new Set(quirks.unnamed);
  const placeholders = new Set(quirks.placeholders);
  const redgifs = new Map(Object.entries(quirks.redgifs ?? {}));
  const redgifsNames = new Set([...redgifs.values()].flat());
  const gifs = new Set(quirks.gifs);
  const sameUpload = (file: string) => quirks.sameAs?.[file] ?? file;

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
      signedUrls.add(url.host + url.pathname + url.search);
      addUpload(file.split("-v0-").at(-1) ?? file);
    } else if (url.hostname === "v.redd.it") videos.add(file.split("/")[0] ?? file);
    else if (/(^|\.)imgur\.(com|io)$/.test(url.hostname)) addImgur(url);
    else signedUrls.add(url.host + url.pathname + url.search);
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
  return {
    upload: (file) => uploads.get(sameUpload(file)),
    isSigned: (url) => signedUrls.has(url.host + url.pathname + url.search),
    imgurPicture: (id) => imgurPictures.get(id),
    imgurAlbum: (id) => albums.get(id),
    hasVideo: (id) => videos.has(id),
    sameUpload,
    isPlaceholder: (id) => placeholders.has(id),
    redgifs: (id) => redgifs.get(id),
    isRedgifsName: (name) => redgifsNames.has(name),
    hasGif: (url) => gifs.has(url.href),
    pagePicture: (url) => quirks.pages?.[url.href],
  };
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
