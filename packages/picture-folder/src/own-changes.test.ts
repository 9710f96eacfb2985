import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { LinkRecord, PostRecord } from "@reddit-crawler/message-schema";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { pictureFolder } from "./picture-folder.ts";
import { sampleFolder, type SampleFolder } from "./testing/sample-folder.ts";
import { sampleRecord, storedLink } from "./testing/sample-records.ts";

const key = "media/aww/1abc/01.jpg";
const draw = (width: number) =>
  sharp({ create: { width, height: 40, channels: 3, background: "teal" } });
const downloaded = await draw(60).jpeg().toBuffer();
const better = await draw(120).jpeg().toBuffer();
const edited = await draw(30).jpeg().toBuffer();
/** The download-worker stores none such: it is a person's own, whatever it is. */
const quickTime = Buffer.from("\0\0\0\x14ftypqt  \0\0\0\0qt  \0\0\0\x08free", "latin1");

let folder: SampleFolder;
let file: string;
beforeEach(async () => {
  folder = await sampleFolder();
  file = join(folder.path, "aww/1abc/01.jpg");
});
afterEach(() => folder.remove());

/** A post whose picture has these bytes, as this crawl or an earlier one stored it. */
function record(picture: Buffer, link: Partial<LinkRecord> = {}): PostRecord {
  const bytes = picture.length;
  return sampleRecord("1abc", { links: [storedLink("1abc", "01.jpg", { bytes, ...link })] });
}

/** A crawl that downloads these pictures, or none. */
const keep = (crawled: PostRecord, objects: Record<string, Buffer> = {}) =>
  pictureFolder(folder.path).keepPost({ get: async (name) => objects[name] }, crawled);

/** The keys that the next crawl takes for stored, and what it says of the person's doing. */
async function nextRun() {
  const put = new Map<string, string>();
  const own = await pictureFolder(folder.path).seed({
    keys: async () => [],
    get: async () => undefined,
    put: async (name, body) => void put.set(name, body),
  });
  const { links }: PostRecord = JSON.parse(put.get("media/aww/1abc/post.json") ?? '{"links":[]}');
  return { own, keys: links.map((link) => link.key) };
}

describe("a picture that a person", () => {
  beforeEach(() => keep(record(downloaded), { [key]: downloaded }));

  test.each([
    ["edited", () => writeFile(file, edited)],
    ["saved in another format", async () => writeFile(file, await draw(60).png().toBuffer())],
    [
      "replaced by a picture with a film behind its end, as telephones take them",
      () => writeFile(file, Buffer.concat([edited, Buffer.alloc(9000, "ftyp")])),
    ],
    ["replaced by a film", () => writeFile(file, quickTime)],
    [
      "replaced by a folder",
      async () => {
        await rm(file);
        await mkdir(file);
      },
    ],
    [
      "replaced by a pipe",
      async () => {
        await rm(file);
        execFileSync("mkfifo", [file]);
      },
    ],
  ])(
    "%s is left alone, and said to be",
    async (_how, change) => {
      await change();
      expect(await nextRun()).toEqual({ own: { changed: 1, deleted: 0 }, keys: [key] });
      await keep(record(downloaded, { outcome: "already-stored" }));
      // Also where a crawl that did not know of it has downloaded it again.
      await keep(record(better), { [key]: better });
      await keep(record(better), { [key]: better });
      const there = (await stat(file)).isFile() ? await readFile(file) : Buffer.of();
      expect(there.equals(downloaded) || there.equals(better)).toBe(false);
    },
    20_000,
  );

  test("deleted does not come back, and is said to be gone", async () => {
    await rm(file);
    expect(await nextRun()).toEqual({ own: { changed: 0, deleted: 1 }, keys: [key] });
    await keep(record(downloaded, { outcome: "already-stored" }), { [key]: downloaded });
    await expect(readFile(file)).rejects.toThrow("ENOENT");
  });

  test("deleted comes back when its post's folder was removed, which is how to ask for it", async () => {
    await rm(dirname(file), { recursive: true });
    expect(await nextRun()).toEqual({ own: { changed: 0, deleted: 0 }, keys: [] });
    await keep(record(downloaded), { [key]: downloaded });
    expect(await readFile(file)).toEqual(downloaded);
  });

  test("did not touch is replaced once a better copy was had", async () => {
    await keep(record(better), { [key]: better });
    expect(await readFile(file)).toEqual(better);
  });
});

test.each([
  ["empty", Buffer.alloc(0)],
  ["cut short", downloaded.subarray(0, -20)],
  ["zeroes", Buffer.alloc(500)],
  ["an error page", Buffer.from("<html><body>Please log in</body></html>")],
])("a picture that is %s is broken: it is fetched and replaced", async (_how, bytes) => {
  await keep(record(downloaded), { [key]: downloaded });
  await writeFile(file, bytes);
  expect(await nextRun()).toEqual({ own: { changed: 0, deleted: 0 }, keys: [] });
  await keep(record(downloaded), { [key]: downloaded });
  expect(await readFile(file)).toEqual(downloaded);
});

test("a picture that another crawl of this run has not kept yet is kept", async () => {
  await keep(record(downloaded, { outcome: "already-stored" }), { [key]: downloaded });
  expect(await readFile(file)).toEqual(downloaded);
});

test.each(["directory", "pipe", "another user's file"])(
  "the stages begin anew where their state is a %s",
  async (what) => {
    const state = join(folder.path, "_crawls/state/reddit-gate.json");
    await mkdir(dirname(state), { recursive: true });
    if (what === "directory") await mkdir(state);
    else if (what === "pipe") execFileSync("mkfifo", [state]);
    else await writeFile(state, "{}", { mode: 0 });
    await expect(nextRun()).resolves.toMatchObject({ own: { changed: 0, deleted: 0 } });
  },
);
