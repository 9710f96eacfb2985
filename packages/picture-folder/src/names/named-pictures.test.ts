import { createHash } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import type { PostRecord } from "@reddit-crawler/message-schema";
import * as fc from "fast-check";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { checkPictures } from "../check-pictures.ts";
import { pictureFolder } from "../picture-folder.ts";
import { sampleFolder, type SampleFolder } from "../testing/sample-folder.ts";
import { sampleRecord, storedLink } from "../testing/sample-records.ts";
import { readNameTemplate } from "./name-template.ts";
import { pictureNames } from "./picture-names.ts";

const draw = (width: number) =>
  sharp({ create: { width, height: 40, channels: 3, background: "teal" } })
    .jpeg()
    .toBuffer();
const small = await draw(30);
const large = await draw(90);
const byTitle = "{subreddit}/{title}.{ext}";
const keyOf = (id: string) => `media/aww/${id}/01.jpg`;

let folder: SampleFolder;
beforeEach(async () => {
  folder = await sampleFolder();
});
afterEach(() => folder.remove());

function record(id: string, title: string, bytes: Buffer, outcome = "stored"): PostRecord {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const link = storedLink(id, "01.jpg", { bytes: bytes.length, sha256, outcome });
  return sampleRecord(id, {
    links: [link],
    post: { title, createdAt: "2026-11-22T20:05:09.000Z" },
  });
}

/** Keeps a post as a run of its own does. Without bytes nothing can be fetched. */
async function keep(crawled: PostRecord, bytes?: Buffer, template: string | undefined = byTitle) {
  const naming = template === "" ? undefined : readNameTemplate(template);
  await pictureFolder(folder.path, { naming }).keepPost({ get: async () => bytes }, crawled);
}

/** Every picture file below the folder. */
async function files(): Promise<string[]> {
  const names = await readdir(folder.path, { recursive: true });
  return names.filter((name) => name.endsWith(".jpg")).toSorted();
}

const read = (path: string) => readFile(join(folder.path, path));

describe("a picture with a name of its own", () => {
  beforeEach(() => keep(record("1abc", "Cat", small), small));

  test("lies there and not at its usual place, beside which its record stays", async () => {
    expect(await files()).toEqual(["aww/Cat.jpg"]);
    expect(await read("aww/Cat.jpg")).toEqual(small);
    expect(await read("aww/1abc/post.json")).toBeDefined();
  });

  test.each([
    ["the same", byTitle],
    ["another", "{id}.{ext}"],
    ["no", ""],
  ])(
    "is found by a second run with %s template, which downloads nothing",
    async (_which, template) => {
      const put: string[] = [];
      const own = await pictureFolder(folder.path).seed({
        keys: async () => [],
        get: async () => undefined,
        put: async (_key, body) => void put.push(body),
      });
      expect(own).toEqual({ changed: 0, deleted: 0 });
      expect(put.join("")).toContain(keyOf("1abc"));
      await keep(record("1abc", "Another title", small, "already-stored"), undefined, template);
      expect(await files()).toEqual(["aww/Cat.jpg"]);
    },
  );

  test("keeps it when another template names what is new", async () => {
    await keep(record("1new", "Dog", large), large, "{id}.{ext}");
    expect(await files()).toEqual(["1new.jpg", "aww/Cat.jpg"]);
  });

  test("is checked, and a broken one is replaced there", async () => {
    await expect(checkPictures(folder.path)).resolves.toMatchObject({ whole: 1, deleted: [] });
    await writeFile(join(folder.path, "aww/Cat.jpg"), Buffer.alloc(small.length));
    const { broken } = await checkPictures(folder.path);
    expect(broken.map(({ keys }) => keys)).toEqual([[keyOf("1abc")]]);
    const repaired = { get: async () => small };
    await pictureFolder(folder.path).keepPost(repaired, broken[0]!.record, broken[0]!.keys);
    expect(await read("aww/Cat.jpg")).toEqual(small);
    expect(await files()).toEqual(["aww/Cat.jpg"]);
  });

  test("stays deleted, and stays edited, where a person did that", async () => {
    await writeFile(join(folder.path, "aww/Cat.jpg"), large);
    await keep(record("1abc", "Cat", small, "already-stored"), small);
    expect(await read("aww/Cat.jpg")).toEqual(large);
    await rm(join(folder.path, "aww/Cat.jpg"));
    await keep(record("1abc", "Cat", small, "already-stored"), small, "{id}.{ext}");
    expect(await files()).toEqual([]);
    expect((await pictureNames(folder.path)).pathOf(keyOf("1abc"))).toBe("aww/Cat.jpg");
  });

  test("shares it with no other post's, whatever the case of its letters", async () => {
    await keep(record("2abc", "CAT", large), large);
    await keep(record("3abc", "cat", small), small);
    expect(await files()).toEqual(["aww/CAT 2abc-01.jpg", "aww/Cat.jpg", "aww/cat 3abc-01.jpg"]);
    expect(await read("aww/Cat.jpg")).toEqual(small);
  });

  test("is known although a killed process left half a line behind it", async () => {
    const names = join(folder.path, "_crawls/names.jsonl");
    await appendFile(names, '{"key":"media/aww/2a');
    await keep(record("2abc", "Dog", large), large);
    const known = await pictureNames(folder.path);
    expect([known.pathOf(keyOf("1abc")), known.pathOf(keyOf("2abc"))]).toEqual([
      "aww/Cat.jpg",
      "aww/Dog.jpg",
    ]);
  });

  test("is known to a reader that began before it had it", async () => {
    const reader = await pictureNames(folder.path);
    await keep(record("2abc", "Dog", large), large);
    expect(reader.pathOf(keyOf("2abc"))).toBe("aww/2abc/01.jpg");
    await reader.refresh();
    expect(reader.pathOf(keyOf("2abc"))).toBe("aww/Dog.jpg");
    expect([reader.has("aww/Dog.jpg"), reader.has("aww/Bird.jpg")]).toEqual([true, false]);
  });
});

test("a picture that is here under its usual name keeps that, also where its record is lost", async () => {
  await keep(record("1abc", "Cat", small), small, "");
  await keep(record("1abc", "Cat", small, "already-stored"));
  await rm(join(folder.path, "aww/1abc/post.json"));
  await keep(record("1abc", "Cat", small), small);
  expect(await files()).toEqual(["aww/1abc/01.jpg"]);
});

test("a file that another program wrote is never overwritten, and one with the very bytes is the picture", async () => {
  await folder.write("aww/Cat.jpg", large);
  await folder.write("aww/Dog.jpg", large);
  await keep(record("1abc", "Cat", small), small);
  await keep(record("2abc", "Dog", large), large);
  expect(await files()).toEqual(["aww/Cat 1abc-01.jpg", "aww/Cat.jpg", "aww/Dog.jpg"]);
  expect(await read("aww/Cat.jpg")).toEqual(large);
});

test("a title that looks like another post's folder, or lies where a file is, gets a name that is free", async () => {
  await keep(record("1abc", "kitten", small), small, "{subreddit}/{title}/{nn}.{ext}");
  await folder.write("aww/dog.jpg", large);
  await keep(record("2abc", "dog.jpg", small), small, "{subreddit}/{title}/{nn}.{ext}");
  expect(await files()).toEqual(["aww/2abc/01.jpg", "aww/dog.jpg", "aww/kitten/01 1abc-01.jpg"]);
});

test(
  "of pictures with any titles no two have one file on any system, whatever the template",
  { timeout: 60_000 },
  async () => {
    const title = fc.oneof(
      fc.constantFrom("Cat", "cat", "CAT ", "Caf\u00e9", "Cafe\u0301", "", "...", "kitten", "1b"),
      fc.string({ unit: "binary", maxLength: 300 }),
    );
    const template = fc.constantFrom(
      "{title}.{ext}",
      "{title}/{nn}.{ext}",
      "aww/{title}/{nn}.{ext}",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(title, { maxLength: 12 }), template, async (titles, text) => {
        const fresh = await sampleFolder();
        const target = pictureFolder(fresh.path, { naming: readNameTemplate(text) });
        const records = titles.map((each, at) => record(`${at.toString(36)}b`, each, small));
        await Promise.all(records.map((each) => target.keepPost({ get: async () => small }, each)));
        const { pathOf } = await pictureNames(fresh.path);
        const paths = records.map(({ post }) => String(pathOf(keyOf(post.id))));
        expect(new Set(paths.map((path) => path.normalize("NFC").toLowerCase())).size).toBe(
          titles.length,
        );
        for (const path of paths) expect(await readFile(join(fresh.path, path))).toEqual(small);
        await fresh.remove();
      }),
      { numRuns: 60 },
    );
  },
);

test("ten posts of one title at once get ten files", async () => {
  const target = pictureFolder(folder.path, { naming: readNameTemplate(byTitle) });
  const ids = Array.from({ length: 10 }, (_, at) => `${at}abc`);
  await Promise.all(
    ids.map((id) => target.keepPost({ get: async () => small }, record(id, "Cat", small))),
  );
  expect(await files()).toHaveLength(10);
});

test.each([
  ["outside", "../../escaped.jpg"],
  ["among the records", "_crawls/state/x.jpg"],
  ["under another format", "aww/x.html"],
  ["hidden", ".stack-1/x.jpg"],
])("a line that would have a picture lie %s is passed over", async (_where, path) => {
  const names = join(folder.path, "_crawls/names.jsonl");
  await mkdir(dirname(names), { recursive: true });
  await writeFile(names, `${JSON.stringify({ key: keyOf("1abc"), path })}\n`);
  expect((await pictureNames(folder.path)).pathOf(keyOf("1abc"))).toBe("aww/1abc/01.jpg");
});

test("a picture has the time of its post, and the copy that was made of the one before it is gone", async () => {
  await keep(record("1abc", "Cat", small), small, "");
  const file = join(folder.path, "aww/1abc/01.jpg");
  expect((await stat(file)).mtime.toISOString()).toBe("2026-11-22T20:05:09.000Z");
  await folder.write("_crawls/small/aww/1abc/01.jpg.webp", "a copy");
  await keep(record("1abc", "Cat", large), large, "");
  expect(await readFile(file)).toEqual(large);
  expect((await stat(file)).mtime.toISOString()).toBe("2026-11-22T20:05:09.000Z");
  await expect(read("_crawls/small/aww/1abc/01.jpg.webp")).rejects.toThrow("ENOENT");
});
