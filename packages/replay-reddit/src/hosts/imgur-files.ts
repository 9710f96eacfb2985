import { html, redirect, type Answer, type ReplayHost } from "../network/answer.ts";
import type { PictureShelf } from "../pictures/picture-shelf.ts";
import { contentTypes, type PictureType } from "../pictures/picture-type.ts";
import { drawRemovedPlaceholder } from "../pictures/removed-placeholder.ts";
import { imgurHome } from "./imgur-home.ts";
import { imgurPictureId, type ImgurPictureName } from "./imgur-id.ts";
import type { MediaIndex } from "./media-index.ts";
import { pictureAnswer } from "./picture-answer.ts";

/** imgur's widths of smaller copies, by their letter. */
const copyWidths: Readonly<Record<string, number>> = {
  s: 90,
  b: 160,
  t: 160,
  m: 320,
  r: 380,
  l: 640,
  g: 640,
  h: 1024,
};

/**
 * Plays i.imgur.com: any extension serves the file as it is, but an animation has its MP4, its gif and its page.
 * A letter or `_d` behind the id gives a smaller copy, and a picture that is not there sends to `removed.png`.
 */
export function imgurFiles(media: MediaIndex, shelf: PictureShelf): ReplayHost {
  return async ({ url }) => {
    const segment = url.pathname.slice(1);
    if (segment === "removed.png") return pictureAnswer(await drawRemovedPlaceholder(), "png");
    const name = wholeName(segment, media) ?? imgurPictureId(segment);
    if (name && media.quirks.placeholders?.includes(name.id))
      return pictureAnswer(await drawRemovedPlaceholder(), "png");
    if (name?.extension === "" || segment.includes("/"))
      return redirect(`https://imgur.com${url.pathname}`);
    const type = name && media.imgurPictures.get(name.id);
    if (!type) return redirect("https://i.imgur.com/removed.png");
    return serve(shelf, name, type, Number(url.searchParams.get("maxwidth")) || 640);
  };
}

/** Plays imgur.com's pages: its home; an `og:image` of the picture, or of an album's first one; 404 where there is nothing. */
export function imgurPages(media: MediaIndex): ReplayHost {
  return ({ url }) => {
    if (url.pathname === "/") return imgurHome();
    const segment = url.pathname.replace(/\/+$/, "").split("/").at(-1) ?? "";
    const album = media.albums.get(segment.split("-").at(-1) ?? "");
    const id = album ? album[0] : imgurPictureId(segment)?.id;
    if (id === undefined || !media.imgurPictures.has(id)) return html("<h1>Zoinks! 404</h1>", 404);
    return html(
      `<meta property="og:image" content="https://i.imgur.com/${id}.jpg?fb"><h1>Imgur</h1>`,
    );
  };
}

/** A name that is an id as it stands, though its last letter could be a size's. */
function wholeName(segment: string, media: MediaIndex): ImgurPictureName | undefined {
  const [id = "", extension = ""] = segment.split(".");
  return media.imgurPictures.has(id) ? { id, extension, size: "" } : undefined;
}

async function serve(
  shelf: PictureShelf,
  name: ImgurPictureName,
  type: PictureType,
  maxWidth: number,
): Promise<Answer> {
  const seed = `imgur/${name.id}`;
  const extension = name.extension.toLowerCase();
  const animated = type === "mp4" || type === "gif";
  if (animated && /^gif./.test(extension))
    return html(
      `<video><source src="https://i.imgur.com/${name.id}.mp4" type="${contentTypes.mp4}"></video>`,
    );
  const served = animated && extension === "mp4" ? "mp4" : type;
  if (name.size === "" && (served !== "mp4" || extension === "mp4"))
    return pictureAnswer(await shelf.original(seed, served), served);
  if (name.size === "" && extension === "gif")
    return pictureAnswer(await shelf.original(seed, "gif"), "gif");
  const source = type === "mp4" ? "gif" : type;
  const width = name.size === "d" ? maxWidth : (copyWidths[name.size] ?? 1024);
  return pictureAnswer(await shelf.copy(seed, source, "jpg", width), "jpg");
}
