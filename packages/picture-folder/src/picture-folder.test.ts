import { spawnSync } from "node:child_process";
import {
  chmod,
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import type { PostRecord } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { beforeEach, describe, expect, test } from "vitest";

import { pictureFolder } from "./picture-folder.ts";
import { bucketOf } from "./testing/folder-bucket.ts";

const example: PostRecord = contracts["post-record"].examples[0]!;
const record: PostRecord = {
  ...example,
  links: [{ ...example.links[0]!, key: "media/aww/1skbyfv/01.jpg", bytes: 3 }, example.links[1]!],
};

describe("a picture folder", () => {
  let path: string;
  beforeEach(async () => {
    path = await temporaryFolder();
  });

  test("keeps pictures as plain files with their record beside them and in the crawl's folder", async () => {
    await pictureFolder(path).keepPost(bucketOf({ "media/aww/1skbyfv/01.jpg": "cat" }), record);
    expect((await readdir(path, { recursive: true })).toSorted()).toEqual(
      [
        "_crawls",
        `_crawls/${record.crawlId}`,
        `_crawls/${record.crawlId}/posts`,
        `_crawls/${record.crawlId}/posts/1skbyfv.json`,
        "aww",
        "aww/1skbyfv",
        "aww/1skbyfv/01.jpg",
        "aww/1skbyfv/post.json",
      ].toSorted(),
    );
    expect(await readFile(join(path, "aww/1skbyfv/01.jpg"), "utf8")).toBe("cat");
    expect(JSON.parse(await readFile(join(path, "aww/1skbyfv/post.json"), "utf8"))).toEqual(record);
  });

  test("gives a picture that lies on the same disk a second name, and reads none of it", async () => {
    const bucket = bucketOf({});
    const object = join(path, "object.data");
    await writeFile(object, "cat");
    bucket.linkTo = async (_key, file) => link(object, file).then(() => true);
    const folder = pictureFolder(path);
    await Promise.all([1, 2, 3].map(() => folder.keepPost(bucket, record)));
    expect(bucket.reads).toEqual([]);
    const file = join(path, "aww/1skbyfv/01.jpg");
    expect((await stat(file)).ino).toBe((await stat(object)).ino);
    // The bucket's working files go at the end, and the picture stays.
    await rm(object);
    expect(await readFile(file, "utf8")).toBe("cat");
    expect(await readdir(join(path, "aww/1skbyfv"))).toEqual(["01.jpg", "post.json"]);
  });

  test("copies a picture where the disk has no second names", async () => {
    const bucket = bucketOf({ "media/aww/1skbyfv/01.jpg": "cat" });
    bucket.linkTo = async () => false;
    await pictureFolder(path).keepPost(bucket, record);
    expect(await readFile(join(path, "aww/1skbyfv/01.jpg"), "utf8")).toBe("cat");
  });

  test("copies no picture twice", async () => {
    const bucket = bucketOf({ "media/aww/1skbyfv/01.jpg": "cat" });
    await pictureFolder(path).keepPost(bucket, record);
    await pictureFolder(path).keepPost(bucket, record);
    expect(bucket.reads).toEqual(["media/aww/1skbyfv/01.jpg"]);
  });

  test("says so when a record promises a picture that is not stored", async () => {
    await expect(pictureFolder(path).keepPost(bucketOf({}), record)).rejects.toThrow(
      "A record names media/aww/1skbyfv/01.jpg, which is not stored.",
    );
  });

  test("keeps the pictures that it can get when one cannot be had, and no record", async () => {
    const links = ["01", "02", "03"].map((number) => ({
      ...record.links[0]!,
      key: `media/aww/1skbyfv/${number}.jpg`,
    }));
    const bucket = {
      get: async (key: string) => {
        if (key.endsWith("01.jpg")) throw new Error("the server is away");
        return Buffer.from("cat");
      },
    };
    const keeping = pictureFolder(path).keepPost(bucket, { ...record, links });
    await expect(keeping).rejects.toThrow("the server is away");
    expect((await readdir(join(path, "aww/1skbyfv"))).toSorted()).toEqual(["02.jpg", "03.jpg"]);
    expect(await readdir(path)).toEqual(["aww"]);
  });

  test("never writes outside itself", async () => {
    const key = "media/../../escaped.jpg";
    const evil = { ...record, links: [{ ...record.links[0]!, key }] };
    await expect(pictureFolder(path).keepPost(bucketOf({ [key]: "cat" }), evil)).rejects.toThrow(
      "leads outside",
    );
  });

  test("tells a new bucket which pictures are here", async () => {
    await pictureFolder(path).keepPost(bucketOf({ "media/aww/1skbyfv/01.jpg": "cat" }), record);
    const bucket = bucketOf({});
    await pictureFolder(path).seed(bucket);
    expect(Object.keys(bucket.objects)).toEqual(["media/aww/1skbyfv/post.json"]);
    expect(JSON.parse(bucket.objects["media/aww/1skbyfv/post.json"]!)).toEqual(record);
  });

  test.each([
    ["cut short", (file: string) => writeFile(file, "c")],
    ["emptied", (file: string) => writeFile(file, "")],
  ])("forgets a picture that was %s, so that it is fetched again", async (_how, damage) => {
    await pictureFolder(path).keepPost(bucketOf({ "media/aww/1skbyfv/01.jpg": "cat" }), record);
    await damage(join(path, "aww/1skbyfv/01.jpg"));
    const bucket = bucketOf({});
    await pictureFolder(path).seed(bucket);
    expect(JSON.parse(bucket.objects["media/aww/1skbyfv/post.json"]!).links).toEqual([
      record.links[1],
    ]);
  });

  test("does not believe a record whose picture lies elsewhere", async () => {
    await mkdir(join(path, "aww/1skbyfv"), { recursive: true });
    const links = ["media/../../x", "media/aww/../notes.txt"].map((key) => ({
      ...record.links[0]!,
      key,
    }));
    await writeFile(join(path, "notes.txt"), "cat");
    await writeFile(join(path, "aww/1skbyfv/post.json"), JSON.stringify({ ...record, links }));
    const bucket = bucketOf({});
    await pictureFolder(path).seed(bucket);
    expect(JSON.parse(bucket.objects["media/aww/1skbyfv/post.json"]!).links).toEqual([]);
  });

  test("passes over folders that it may not read", async () => {
    await mkdir(join(path, "lost+found"), { mode: 0 });
    await pictureFolder(path).keepPost(bucketOf({ "media/aww/1skbyfv/01.jpg": "cat" }), record);
    await chmod(path, 0o755);
    // As a user who is not root, whom no mode keeps out.
    const program = `
      const { pictureFolder } = await import(${JSON.stringify(join(import.meta.dirname, "picture-folder.ts"))});
      if (process.getuid() === 0) process.setuid(65534);
      await pictureFolder(${JSON.stringify(path)}).seed({ put: async (key) => console.log(key) });`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
    });
    expect(stdout.trim(), stderr).toBe("media/aww/1skbyfv/post.json");
  });

  test("knows the posts of a subreddit that was moved to another disk and linked", async () => {
    await pictureFolder(path).keepPost(bucketOf({ "media/aww/1skbyfv/01.jpg": "cat" }), record);
    const elsewhere = await temporaryFolder();
    await rename(join(path, "aww"), join(elsewhere, "aww"));
    await symlink(join(elsewhere, "aww"), join(path, "aww"));
    const bucket = bucketOf({});
    await pictureFolder(path).seed(bucket);
    expect(JSON.parse(bucket.objects["media/aww/1skbyfv/post.json"]!)).toEqual(record);
  });

  test("passes over links that lead nowhere", async () => {
    await mkdir(join(path, "_crawls/state"), { recursive: true });
    for (const name of ["aww", "_crawls/state/gate.json"])
      await symlink(join(path, "nowhere"), join(path, name));
    const bucket = bucketOf({});
    await pictureFolder(path).seed(bucket);
    expect(bucket.objects).toEqual({});
  });

  test("is not confused by other files and broken records", async () => {
    await mkdir(join(path, "aww/other"), { recursive: true });
    await writeFile(join(path, "aww/other/post.json"), "{");
    await writeFile(join(path, "notes.txt"), "mine");
    const bucket = bucketOf({});
    await pictureFolder(path).seed(bucket);
    expect(bucket.objects).toEqual({});
  });

  test("keeps what two crawls decide and change at the same moment", async () => {
    const folder = pictureFolder(path);
    const bucket = bucketOf({
      "media/aww/1skbyfv/01.jpg": "cat",
      "state/reddit-gate.json": "{}",
      "state/reddit-token.json": "{}",
    });
    const crawlIds = Array.from({ length: 20 }, (_, n) => `01K${n}`);
    await Promise.all(
      crawlIds.flatMap((crawlId) => [
        folder.keepPost(bucket, { ...record, crawlId }),
        folder.keepCrawl(bucket, crawlId),
      ]),
    );
    const names = await readdir(path, { recursive: true });
    expect(names.filter((name) => name.endsWith(".part"))).toEqual([]);
    expect(names.filter((name) => name.endsWith("posts/1skbyfv.json"))).toHaveLength(20);
  });
});
