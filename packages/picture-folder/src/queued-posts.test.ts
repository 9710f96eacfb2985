import { appendFile, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { beforeEach, describe, expect, test } from "vitest";

import { pictureFolder } from "./picture-folder.ts";
import { readPlaces, readQueued } from "./read-stopped.ts";

const [message] = contracts["post-message"].examples;
const [asked] = contracts["crawl-request"].examples;
const { crawlId } = message!;
const textOf = (id: string, title = "A cat") =>
  JSON.stringify({ ...message, post: { ...message!.post, id, title } });
const place = JSON.stringify({
  ...asked,
  crawlId,
  continuation: { after: "t3_1ab", hop: 1, listedPostIds: ["1ab"] },
});
const summaryKey = `crawls/${crawlId}/crawl.json`;
const placeKey = `crawls/${crawlId}/continuation.json`;

let path: string;
beforeEach(async () => {
  path = await temporaryFolder();
});

const bucketOf = (objects: Record<string, string>) => ({
  keys: async () => [],
  get: async (key: string) => (objects[key] === undefined ? undefined : Buffer.from(objects[key])),
});
const filesHere = async () => (await readdir(join(path, "_crawls", crawlId))).toSorted();

describe("a crawl that goes on somewhere", () => {
  test("has its posts kept before what counts them, and as that was before", async () => {
    const objects = { [summaryKey]: '"counts one"', [placeKey]: place };
    const folder = pictureFolder(path);
    await folder.keepCrawl(bucketOf(objects), crawlId, async () => {
      await expect(filesHere()).rejects.toThrow("ENOENT");
      await folder.keepQueued(crawlId, [textOf("1ab")]);
      objects[summaryKey] = '"counts two"';
    });
    expect(await filesHere()).toEqual(["continuation.json", "crawl.json", "queue.jsonl"]);
    expect(await readPlaces(path)).toMatchObject([{ crawlId, continuation: { after: "t3_1ab" } }]);
    const summary = await readFile(join(path, "_crawls", crawlId, "crawl.json"), "utf8");
    expect(summary).toBe('"counts one"');
  });

  test("leaves nothing written where a post could not be kept", async () => {
    const objects = { [summaryKey]: "{}", [placeKey]: place };
    const failing = pictureFolder(path).keepCrawl(bucketOf(objects), crawlId, async () => {
      throw new Error("the disk is full");
    });
    await expect(failing).rejects.toThrow("the disk is full");
    expect(await readPlaces(path)).toEqual([]);
  });

  test("has the last message of each post, whatever a crash cut off", async () => {
    await pictureFolder(path).keepQueued(crawlId, [textOf("1ab"), textOf("1ac")]);
    await appendFile(join(path, "_crawls", crawlId, "queue.jsonl"), textOf("1ad").slice(0, 40));
    const folder = pictureFolder(path);
    await folder.keepQueued(crawlId, [textOf("1ac", "Anew"), textOf("1ae")]);
    await folder.keepQueued(crawlId, [textOf("1ac", "Anew")]);
    const queued = await readQueued(path, crawlId);
    expect(queued.map(({ post }) => [post.id, post.title])).toEqual([
      ["1ab", "A cat"],
      ["1ac", "Anew"],
      ["1ae", "A cat"],
    ]);
  });

  test("is forgotten once it is over", async () => {
    const folder = pictureFolder(path);
    const objects = { [summaryKey]: "{}", [placeKey]: place };
    await folder.keepCrawl(bucketOf(objects), crawlId, () =>
      folder.keepQueued(crawlId, [textOf("1ab")]),
    );
    await folder.endCrawl(crawlId);
    expect(await filesHere()).toEqual(["crawl.json"]);
    expect(await readQueued(path, crawlId)).toEqual([]);
  });
});

test("a crawl of one page keeps no messages", async () => {
  await pictureFolder(path).keepCrawl(bucketOf({ [summaryKey]: "{}" }), crawlId, async () => {
    throw new Error("not needed");
  });
  expect(await filesHere()).toEqual(["crawl.json"]);
});
