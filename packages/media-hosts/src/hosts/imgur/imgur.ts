import type { LinkCandidate } from "@reddit-crawler/message-schema";

import { resolveImgurPage } from "./imgur-pages.ts";
import { ImgurCredit } from "./imgur-credit.ts";
import { ImgurPageId } from "./imgur-page-id.ts";
import { imgurPlaceholder } from "./imgur-placeholders.ts";
import {
  endsLikePicture,
  guessed,
  nothing,
  original,
  picture,
  reduced,
} from "../../link-readings.ts";
import type { HostReading, KnownOfLink, MediaHost } from "../../media-host.ts";
import { pathSegments } from "../../web-link.ts";

/** Paths of imgur's own pages, which would otherwise pass for ids. */
const ownPages = new Set(
  (
    "about account all apps beta blog contact desktop emerald forum gallery help hot image inbox jobs login logout memegen new notifications " +
    "poll press privacy random register removed rules search secret settings signin signup store tags terms top tos trending upload user " +
    "vidgif viral"
  ).split(" "),
);

/**
 * imgur: ids have 5 or 7 characters and are case-sensitive; one more letter of "sbtmlhrg" names a smaller copy
 * (https://api.imgur.com/models/image, thumbnails). The extension of a link says nothing about the file, except that a
 * video has a still under every picture extension. One process has one, which knows its client id and how much of its credit is left.
 */
export function createImgur(): MediaHost {
  const credit = new ImgurCredit();
  const pageId = new ImgurPageId();
  return {
    name: "imgur",
    domains: ["", "www.", "i.", "m.", "o.", "edge."].flatMap((sub) => [
      `${sub}imgur.com`,
      `${sub}imgur.io`,
    ]),
    read(url, known) {
      const [first = "", ...rest] = pathSegments(url);
      switch (first) {
        case "a":
          return readAlbum("a", rest[0], known);
        case "gallery":
          return readAlbum("gallery", rest[0], known);
        case "r":
        case "t":
        case "topic":
          return readAlbum("gallery", rest[1], known);
        case "user":
          // A person's favourites show a gallery's pages below their own address.
          return readAlbum("gallery", rest[1] === "favorites" ? rest.at(-1) : undefined, known);
        case "download":
          return readDownload(splitName(rest[0] ?? "").stem, known);
      }
      if (rest.length > 0 && rest[0] !== "embed") return nothing("not-a-picture");
      const ids = first.split(/,|&|%2c|%26/i);
      if (ids.length > 1) return readList(ids);
      const { stem, extension } = splitName(first);
      return extension === undefined
        ? readPage(stem, known)
        : readFile({ name: stem, extension, url }, known);
    },
    resolve: (page, context) => resolveImgurPage(page, context, credit, pageId),
    answersLast: true,
    // It answers 429 to cloud networks that hurry.
    pace: { atOnce: 2, spacingMs: 250 },
    isPlaceholder: (body) =>
      /\/removed\.png$/i.test(body.finalUrl.pathname) || imgurPlaceholder(body) === "gone",
    isRefusal: (body) => imgurPlaceholder(body) === "refused",
  };
}

/** The direct address of a picture. */
function file(id: string, extension: string): string {
  return `https://i.imgur.com/${id}.${extension}`;
}

/**
 * The files that may stand behind an id alone, of whose kind nothing is known: the still that a jpg brings of a video is
 * not the upload, so that none of them is called so.
 */
function guessedFiles(id: string, { isAnimation }: KnownOfLink): LinkCandidate[] {
  const extensions = isAnimation ? ["mp4", "gif", "jpg"] : ["jpg"];
  return extensions.map((extension) => guessed(reduced(file(id, extension))));
}

/** The address that saves the picture of a page, which may name a smaller copy as a direct link does. */
function readDownload(name: string, known: KnownOfLink): HostReading {
  if (!/^[A-Za-z0-9]{5,8}$/.test(name) || ownPages.has(name)) return nothing("not-a-picture");
  if (!isSizeCopy(name)) return picture(...guessedFiles(name, known));
  return picture(...guessedFiles(name.slice(0, -1), known), guessed(reduced(file(name, "jpg"))));
}

/** Whether the last letter may be that of a smaller copy; some old ids have 6 characters themselves. */
function isSizeCopy(name: string): boolean {
  return (name.length === 6 || name.length === 8) && /[sbtmlhrg]$/.test(name);
}

/** A direct link; `extension` may be misspelled or wrong. */
function readFile(
  { name, extension, url }: { name: string; extension: string; url: URL },
  { isAnimation }: KnownOfLink,
): HostReading {
  if (ownPages.has(name)) return nothing(name === "removed" ? "removed" : "not-a-picture");
  const stem = name.replace(/_(?:d|lq)$/, "");
  if (!/^[A-Za-z0-9]{5,8}$/.test(stem)) return nothing("not-a-picture");
  const isCopy = isSizeCopy(stem);
  const id = isCopy ? stem.slice(0, -1) : stem;

  if (/^(?:gif[vft]|webm|mp4)$/.test(extension))
    return id === name
      ? picture(original(file(id, "mp4")), guessed(original(file(id, "gif"))))
      : picture(guessed(original(file(id, "mp4"))), reduced(file(name, "mp4")));
  // Every picture extension brings the file as it was uploaded; but webp and avif bring a copy made for browsers.
  const served = /^(?:jpe?g|png|gif)$/.test(extension) ? extension : "jpg";
  const isLinked = id === name && served === extension;
  const upload = original(file(id, served));
  const candidates = [isLinked ? upload : guessed(upload)];
  // The gif of a large animation may be missing while its mp4 is there, and a jpg be its still.
  if (served === "gif" || isAnimation) candidates.push(guessed(reduced(file(id, "mp4"))));
  // The last letter may belong to the id.
  if (isCopy && served === extension) candidates.push(reduced(file(stem, served)));
  else if (!isLinked && endsLikePicture(url))
    // imgur's other names redirect to this one, some of them to a page.
    candidates.push(reduced(`https://i.imgur.com${url.pathname}${url.search}`));
  return picture(...candidates);
}

/** The page of one picture: `ID` or `some-words-ID`, or a smaller copy's name without its extension. */
function readPage(name: string, known: KnownOfLink): HostReading {
  const word = lastWord(name);
  const sizeCopy = /^([A-Za-z0-9]{7})[sbtmlhrg]$/.exec(word);
  const id = sizeCopy?.[1] ?? word;
  if (ownPages.has(id) || !isId(id)) return nothing("not-a-picture");
  return {
    kind: "page",
    page: new URL(`https://imgur.com/${id}`),
    candidates: [...guessedFiles(id, known), ...(sizeCopy ? [reduced(file(word, "jpg"))] : [])],
  };
}

/** An album, or a gallery that may be one picture or an album. */
function readAlbum(
  kind: "a" | "gallery",
  segment: string | undefined,
  known: KnownOfLink,
): HostReading {
  const id = lastWord(splitName(segment ?? "").stem);
  if (!isId(id)) return nothing("not-a-picture");
  // The gallery of one picture has the picture's id. Ids of 5 characters are all taken, so that an album's would
  // name somebody else's picture.
  const mayBePicture = kind === "gallery" && id.length === 7;
  return {
    kind: "page",
    page: new URL(`https://imgur.com/${kind}/${id}`),
    candidates: mayBePicture ? guessedFiles(id, known) : [],
    ...(kind === "a" && { isAlbum: true }),
  };
}

/** A dead form of page that listed its pictures in the address. */
function readList(names: readonly string[]): HostReading {
  const ids = names.filter(isId);
  if (ids.length === 0) return nothing("not-a-picture");
  const page = new URL(`https://imgur.com/${ids.join(",")}`);
  return { kind: "page", page, candidates: [], isAlbum: true };
}

function isId(text: string): boolean {
  return /^[A-Za-z0-9]{5,7}$/.test(text);
}

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf("-") + 1);
}

function splitName(name: string): { stem: string; extension?: string } {
  const dot = name.indexOf(".");
  if (dot === -1) return { stem: name };
  return { stem: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() };
}
