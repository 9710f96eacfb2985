import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import type { LinkRecord } from "@reddit-crawler/message-schema";
import sharp from "sharp";
import { afterEach, beforeEach, expect, test } from "vitest";

import { pictureFolder } from "../picture-folder.ts";
import { sampleFolder, type SampleFolder } from "../testing/sample-folder.ts";
import { sampleRecord, storedLink } from "../testing/sample-records.ts";

const draw = (width: number) =>
  sharp({ create: { width, height: 40, channels: 3, background: "teal" } })
    .jpeg()
    .toBuffer();
const preview = await draw(30);
const original = await draw(90);
const wanted = { sidecars: true };

let folder: SampleFolder;
beforeEach(async () => {
  folder = await sampleFolder();
});
afterEach(() => folder.remove());

const recordOf = (bytes: Buffer, link: Partial<LinkRecord> = {}) =>
  sampleRecord("1abc", {
    links: [storedLink("1abc", "01.jpg", { bytes: bytes.length, sha256: "9f86", ...link })],
    post: { createdAt: "2026-11-22T20:05:09.000Z" },
  });

const keep = (
  bytes: Buffer,
  link: Partial<LinkRecord> = {},
  options: { sidecars?: boolean } = wanted,
) =>
  pictureFolder(folder.path, options).keepPost({ get: async () => bytes }, recordOf(bytes, link));

const file = () => join(folder.path, "aww/1abc/01.jpg.json");
const sidecar = async () => JSON.parse(await readFile(file(), "utf8"));

test("a sidecar says where its picture is from, and which copy it is", async () => {
  await keep(preview, { url: "https://preview.redd.it/a.jpg", quality: "preview" });
  expect(await sidecar()).toMatchObject({
    file: "01.jpg",
    title: "Cat 1abc",
    author: "cat_friend",
    permalink: "https://www.reddit.com/r/aww/comments/1abc/cat/",
    createdAt: "2026-11-22T20:05:09.000Z",
    sourceUrl: "https://preview.redd.it/a.jpg",
    copy: "preview",
    sha256: "9f86",
    bytes: preview.length,
  });
});

test("it is written for pictures that were here before, and kept true without being asked for", async () => {
  await keep(preview, {}, {});
  await expect(sidecar()).rejects.toThrow("ENOENT");
  await keep(preview, { outcome: "already-stored", quality: "preview" });
  expect(await sidecar()).toMatchObject({ copy: "preview" });
  await keep(original, { quality: "original" }, {});
  expect(await sidecar()).toMatchObject({ copy: "original", bytes: original.length });
});

test("there is none of a picture that a person deleted, and another program's file is left alone", async () => {
  await keep(preview, {}, {});
  await rm(join(folder.path, "aww/1abc/01.jpg"));
  await keep(preview, { outcome: "already-stored" });
  await expect(sidecar()).rejects.toThrow("ENOENT");
  await rm(join(folder.path, "aww/1abc"), { recursive: true });
  await folder.write("aww/1abc/01.jpg.json", '{"mine":1}');
  await keep(preview);
  expect(await sidecar()).toEqual({ mine: 1 });
});
