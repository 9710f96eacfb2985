import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { expect, test } from "vitest";

import { checkPictures } from "./check-pictures.ts";
import { keyOfPath, pathInFolder, picturePath } from "./folder-layout.ts";
import { pictureNames } from "./names/picture-names.ts";
import { pictureFolder } from "./picture-folder.ts";
import { readCrawls } from "./read-crawls.ts";
import { bucketOf } from "./testing/folder-bucket.ts";
import { sampleCrawlId, sampleRecord, sampleSummary } from "./testing/sample-records.ts";

test.each([
  ["media/aww/1skbyfv/01.jpg", "aww/1skbyfv/01.jpg"],
  ["media/con/1skbyfv/01.jpg", "_con/1skbyfv/01.jpg"],
  ["media/AUX/1skbyfv/02-03.gif", "_AUX/1skbyfv/02-03.gif"],
  ["media/nul/1skbyfv/01.jpg", "_nul/1skbyfv/01.jpg"],
  ["media/Prn/1skbyfv/01.jpg", "_Prn/1skbyfv/01.jpg"],
  ["media/com1/lpt9/01.jpg", "_com1/_lpt9/01.jpg"],
  ["media/aww/con/01.jpg", "aww/_con/01.jpg"],
  ["media/con.fusion/1skbyfv/01.jpg", "_con.fusion/1skbyfv/01.jpg"],
  ["media/console/auxx/01.jpg", "console/auxx/01.jpg"],
  ["media/com/com10/01.jpg", "com/com10/01.jpg"],
])("the picture %s lies at %s, which every system takes", (key, path) => {
  expect(picturePath(key)).toBe(path);
  expect(pathInFolder(key)).toBe(path);
  expect(keyOfPath(path)).toBe(key);
});

test.each([
  "con/1skbyfv/01.jpg",
  "_aww/1skbyfv/01.jpg",
  "aww/_1skbyfv/01.jpg",
  "__con/1skbyfv/01.jpg",
  "_crawls/state/01.jpg",
  "aww/1skbyfv/post.json",
])("no picture has its usual place at %s", (path) => {
  expect(keyOfPath(path)).toBeUndefined();
});

test.each([
  ["media/con/1skbyfv/post.json", "_con/1skbyfv/post.json"],
  ["crawls/01A/posts/nul.json", "_crawls/01A/posts/_nul.json"],
  ["crawls/01A/crawl.json", "_crawls/01A/crawl.json"],
  ["state/reddit-gate.json", "_crawls/state/reddit-gate.json"],
])("the object %s lies at %s", (key, path) => {
  expect(pathInFolder(key)).toBe(path);
});

test("pictures of r/con are kept, known, whole and found again by the next run", async () => {
  const path = await temporaryFolder();
  const key = "media/con/aux/01.jpg";
  const record = sampleRecord("aux", {
    post: { subreddit: "con" },
    links: [{ position: 1, foundIn: "url", outcome: "stored", key, bytes: 3 }],
  });
  const folder = pictureFolder(path);
  const summary = JSON.stringify(sampleSummary());
  await folder.keepPost(bucketOf({ [key]: "cat" }), record);
  await folder.keepCrawl(
    bucketOf({ [`crawls/${sampleCrawlId}/crawl.json`]: summary }),
    sampleCrawlId,
  );
  expect(await readdir(join(path, "_con/_aux"))).toEqual(["01.jpg", "post.json"]);
  expect(await readFile(join(path, "_con/_aux/01.jpg"), "utf8")).toBe("cat");

  const names = await pictureNames(path);
  expect(names.has(String(names.pathOf(key)))).toBe(true);
  expect(await checkPictures(path)).toMatchObject({ whole: 1, deleted: [], broken: [] });
  expect((await readCrawls(path))[0]?.records).toEqual([record]);
  expect(await folder.missingPosts([record])).toBe(0);
  const next = bucketOf({});
  expect(await pictureFolder(path).seed(next)).toEqual({ changed: 0, deleted: 0 });
  expect(JSON.parse(next.objects["media/con/aux/post.json"] ?? "")).toEqual(record);
});
