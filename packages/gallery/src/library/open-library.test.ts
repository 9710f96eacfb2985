import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  sampleFolder,
  type SampleFolder,
} from "@reddit-crawler/picture-folder/testing/sample-folder";
import {
  sampleCrawlId,
  sampleRecord,
  sampleSummary,
} from "@reddit-crawler/picture-folder/testing/sample-records";
import { openLibrary } from "./open-library.ts";

let folder: SampleFolder;
beforeEach(async () => {
  folder = await sampleFolder();
});
afterEach(() => folder.remove());

const laterCrawlId = sampleCrawlId.replace("01KAR", "01KAS");

describe("an output folder", () => {
  test("need not exist", async () => {
    const library = await openLibrary(`${folder.path}/none`);
    expect(library.snapshot()).toEqual({ crawls: [], posts: [] });
  });

  test("shows each picture where it lies, also under a name of its own", async () => {
    await folder.addCrawl(sampleSummary(), [sampleRecord("1a"), sampleRecord("1b")]);
    const line = { key: "media/aww/1b/01.jpg", path: "aww/Cat 1b.jpg" };
    await folder.write("_crawls/names.jsonl", `${JSON.stringify(line)}\n`);
    const { posts } = (await openLibrary(folder.path)).snapshot();
    const paths = posts.flatMap(({ pictures }) => pictures.map(({ path }) => path));
    expect(paths.toSorted()).toEqual(["aww/1a/01.jpg", "aww/Cat 1b.jpg"]);
  });

  test("shows its crawls newest first, with what they brought", async () => {
    await folder.addCrawl(sampleSummary(), [
      sampleRecord("1a"),
      sampleRecord("1b", { outcome: "no-pictures", reason: "poll", links: [] }),
    ]);
    await folder.addCrawl(sampleSummary({ crawlId: laterCrawlId }), []);
    const { crawls } = (await openLibrary(folder.path)).snapshot();
    expect(crawls.map(({ crawlId }) => crawlId)).toEqual([laterCrawlId, sampleCrawlId]);
    expect(crawls[1]).toMatchObject({
      state: "finished",
      decided: 2,
      known: 2,
      pictures: 1,
      newPictures: 1,
      bytes: 1000,
      updatedAt: "2026-11-22T20:00:10.000Z",
    });
  });

  test.each([
    ["listed", "stopped"],
    ["listing", "stopped"],
    ["failed", "failed"],
  ])("shows a crawl that ended half done and %s as %s", async (state, shown) => {
    await folder.addCrawl(sampleSummary({ state }), [sampleRecord("1a")]);
    expect((await openLibrary(folder.path)).snapshot().crawls[0]?.state).toBe(shown);
  });

  test("shows a post of two crawls once, as the later one saw it", async () => {
    await folder.addCrawl(sampleSummary(), [sampleRecord("1a", { post: { score: 1 } })]);
    await folder.addCrawl(sampleSummary({ crawlId: laterCrawlId }), [
      sampleRecord("1a", { crawlId: laterCrawlId, post: { score: 2 } }),
    ]);
    const { posts } = (await openLibrary(folder.path)).snapshot();
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({ score: 2, crawlIds: [sampleCrawlId, laterCrawlId] });
  });

  test("passes over what cannot be read", async () => {
    await folder.addCrawl(sampleSummary(), [sampleRecord("1a")]);
    await folder.write(`_crawls/${sampleCrawlId}/posts/1b.json`, "{");
    await folder.write(`_crawls/${sampleCrawlId}/posts/1c.json.part`, "{");
    await folder.write("_crawls/state/reddit-gate.json", "{}");
    await folder.write(`_crawls/${laterCrawlId}/crawl.json`, '{"schemaVersion":9}');
    const { crawls, posts } = (await openLibrary(folder.path)).snapshot();
    expect([crawls.length, posts.map(({ id }) => id)]).toEqual([1, ["1a"]]);
  });
});

describe("progress", () => {
  const crawlId = sampleCrawlId;

  test("of a crawl without a summary change nothing yet", async () => {
    const library = await openLibrary(folder.path);
    expect(await library.take({ kind: "crawl", crawlId, summary: undefined, records: [] })).toEqual(
      [],
    );
  });

  test("tell posts before the counts that hold them, each once", async () => {
    const library = await openLibrary(folder.path);
    const records = [sampleRecord("1a")];
    const progress = { kind: "crawl", crawlId, summary: sampleSummary(), records } as const;
    const [first, second] = await Promise.all([library.take(progress), library.take(progress)]);
    expect(first.map(({ type }) => type)).toEqual(["posts", "crawl"]);
    expect(second).toEqual([]);
  });

  test("of a crawl that was given up and goes on make it run again", async () => {
    const library = await openLibrary(folder.path);
    const progress = { kind: "crawl", crawlId, summary: sampleSummary(), records: [] } as const;
    await library.take(progress);
    await library.take({ kind: "over", crawlId, state: "given-up" });
    expect(await library.take(progress)).toMatchObject([{ crawl: { state: "downloading" } }]);
  });

  test("of a failure say why", async () => {
    const library = await openLibrary(folder.path);
    await library.take({ kind: "crawl", crawlId, summary: sampleSummary(), records: [] });
    const told = await library.take({
      kind: "over",
      crawlId,
      state: "failed",
      message: "Private.",
    });
    expect(told).toMatchObject([{ crawl: { state: "failed", message: "Private." } }]);
  });
});
