import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { beforeEach, describe, expect, test } from "vitest";

import { pictureFolder, type FolderBucket } from "./picture-folder.ts";
import { bucketOf } from "./testing/folder-bucket.ts";

describe("the stages' state in a picture folder", () => {
  let path: string;
  beforeEach(async () => {
    path = await temporaryFolder();
  });

  test("leaves the stages' state where it is, if the next run has nothing to do with it", async () => {
    const gate = { "state/feed-gate.json": '{"nextRequestAt":1}' };
    const stateless = pictureFolder(path, { keepsState: false });
    await stateless.keepCrawl(bucketOf({ "crawls/01K/crawl.json": "{}", ...gate }), "01K");
    expect(await readdir(join(path, "_crawls", "01K"))).toEqual(["crawl.json"]);
    expect(await readdir(join(path, "_crawls"))).toEqual(["01K"]);

    await pictureFolder(path).keepCrawl(bucketOf(gate), "01K");
    const bucket = bucketOf({});
    await stateless.seed(bucket);
    expect(bucket.objects).toEqual({});
  });

  test("carries the stages' state from one run to the next", async () => {
    await pictureFolder(path).keepCrawl(
      bucketOf({ "crawls/01K/crawl.json": "{}", "state/reddit-gate.json": '{"nextRequestAt":1}' }),
      "01K",
    );
    const bucket = bucketOf({});
    await pictureFolder(path).seed(bucket);
    expect(bucket.objects).toEqual({ "state/reddit-gate.json": '{"nextRequestAt":1}' });
  });

  test("never puts an older state over a newer one", async () => {
    const folder = pictureFolder(path);
    const key = "state/reddit-gate.json";
    const bucket = bucketOf({ [key]: "1" });
    const slow = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const old: FolderBucket = {
      ...bucket,
      get: async (asking) => {
        if (asking !== key) return undefined;
        asked.resolve();
        await slow.promise;
        return Buffer.from("1");
      },
    };
    const first = folder.keepCrawl(old, "01KA");
    await asked.promise;
    bucket.objects[key] = "2";
    const second = folder.keepCrawl(bucket, "01KB");
    slow.resolve();
    await Promise.all([first, second]);
    expect(await readFile(join(path, "_crawls", key), "utf8")).toBe("2");
  });
});
