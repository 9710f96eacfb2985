import type { HostAnswer } from "./outbound.ts";
import type { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";

/** What a URL on a picture host stands for, for good. */
export type HostFile =
  | { kind: "picture"; body: Buffer; pauseMs?: number }
  | { kind: "gone" }
  | { kind: "page" }
  | { kind: "moved"; to: string }
  /** Answers 503 whenever it is asked. */
  | { kind: "sick" }
  /** Answers like this whenever it is asked. */
  | { kind: "failing"; answer: HostAnswer }
  /** A host's answer about an album, or a text that it has in the place of pictures. */
  | { kind: "answer"; json: unknown }
  | { kind: "text"; text: string };

/** The client id of imgur's API that a deployment has, and the one that imgur's page gives its visitors. */
export const ownImgurId = "client";
const imgurPageId = "0a1b2c3d4e5f607";

/** The picture hosts: what is under each URL, and which files the page of an album stands for. */
export interface HostFiles {
  byUrl: Map<string, HostFile>;
  albums: Map<string, string[]>;
}

/** More than the worker puts in one request. */
const largeBytes = 5_300_000;
/** More than a worker has the time for when each takes as long as it may. */
const hugeAlbum = 300;
/** Small pictures are as good as large ones, and take less time. */
const leastBytes = 400;

/** imgur's page and its script, in which the page's client id is. */
export function addImgurPage({ byUrl }: HostFiles): void {
  const script = "//s.imgur.com/desktop-assets/js/main.5e4ec2c7.js";
  byUrl.set("https://imgur.com/", { kind: "text", text: `<script src=${script}></script>` });
  byUrl.set(`https:${script}`, { kind: "text", text: `var e={apiClientId:"${imgurPageId}"}` });
}

/** The address of a question to imgur's API, whichever client id it carries; undefined if imgur does not know the id. */
export function withOwnImgurId(url: URL): URL | undefined {
  if (url.hostname !== "api.imgur.com") return url;
  const id = url.searchParams.get("client_id") ?? "";
  if (![ownImgurId, imgurPageId].includes(id)) return undefined;
  const own = new URL(url);
  own.searchParams.set("client_id", ownImgurId);
  return own;
}

/** An upload on i.redd.it and its signed copy: other bytes, and not always the same fate. */
export function drawUpload(name: string, { byUrl }: HostFiles, random: SeededRandom) {
  const extension = random.pick(["jpg", "jpg", "png", "gif", "webp"]);
  const original = `https://i.redd.it/${name}.${extension}`;
  const copy = `https://preview.redd.it/${name}.${extension}?width=640&s=${name}`;
  const fate = random.between(1, 100);
  if (fate <= 8) byUrl.set(original, { kind: "gone" });
  else if (fate <= 13) byUrl.set(original, { kind: "page" });
  else if (fate <= 16) byUrl.set(original, { kind: "sick" });
  else if (fate <= 20) {
    const host = random.pick(["i.redd.it", "external-preview.redd.it"]);
    const to = `https://${host}/${name}moved.${extension}`;
    byUrl.set(original, { kind: "moved", to });
    byUrl.set(to, drawPicture(extension, to, random));
  } else byUrl.set(original, drawPicture(extension, original, random));
  byUrl.set(copy, random.chance(700) ? drawPicture(extension, copy, random) : { kind: "gone" });
  return { extension, original, copy };
}

/** A small upload on i.redd.it that is there for good; each half takes `pauseMs`. Returns its address. */
export function addSmallUpload(name: string, { byUrl }: HostFiles, pauseMs = 5): string {
  const url = `https://i.redd.it/${name}.jpg`;
  byUrl.set(url, { kind: "picture", body: pictureBytes("jpg", url, leastBytes), pauseMs });
  return url;
}

/** An album on imgur, whose pictures only imgur's API names. Returns the address of its page. */
export function drawAlbum(id: string, { byUrl, albums }: HostFiles, random: SeededRandom): string {
  const name = id.padEnd(7, "x");
  const page = `https://imgur.com/a/${name}`;
  const isHuge = random.chance(40);
  const pictures = Array.from(
    { length: isHuge ? hugeAlbum : random.between(1, 4) },
    (_, index) => `https://i.imgur.com/${id.padEnd(4, "i")}${String(index).padStart(3, "0")}.jpg`,
  );
  const isGone = random.chance(100);
  const api = `https://api.imgur.com/post/v1/albums/${name}?client_id=${ownImgurId}&include=media`;
  const json = { is_album: true, media: pictures.map((url) => ({ url })) };
  byUrl.set(api, isGone ? { kind: "gone" } : { kind: "answer", json });
  const pauseMs = isHuge ? 2500 : 5;
  for (const url of pictures)
    byUrl.set(
      url,
      random.chance(850) ? { ...drawPicture("jpg", url, random), pauseMs } : { kind: "gone" },
    );
  albums.set(page, isGone ? [] : pictures);
  return page;
}

function drawPicture(extension: string, url: string, random: SeededRandom) {
  const length = random.chance(2) ? largeBytes : random.between(leastBytes, 3000);
  return { kind: "picture" as const, body: pictureBytes(extension, url, length) };
}

/** The first and last bytes of each format, all that the worker recognises a picture and its end by. */
const frames: Readonly<Record<string, readonly [head: Buffer, tail: Buffer]>> = {
  jpg: [Buffer.from("ffd8ffe0", "hex"), Buffer.from("ffd9", "hex")],
  png: [Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from("0000000049454e44ae426082", "hex")],
  gif: [Buffer.from("GIF89a"), Buffer.from(";")],
  webp: [Buffer.from("RIFF\0\0\0\0WEBPVP8 "), Buffer.alloc(0)],
};

/** A picture of `length` bytes that no other URL has. */
function pictureBytes(extension: string, url: string, length: number): Buffer {
  const [head, tail] = frames[extension] ?? [Buffer.alloc(0), Buffer.alloc(0)];
  const picture = Buffer.alloc(length, `${url} `);
  picture.set(head, 0);
  picture.set(tail, length - tail.length);
  if (extension === "webp") picture.writeUInt32LE(length - 8, 4);
  return picture;
}
