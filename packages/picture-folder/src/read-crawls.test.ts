import { spawnSync } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { sampleFolder, type SampleFolder } from "./testing/sample-folder.ts";
import {
  sampleCrawlId,
  sampleGivenUp,
  sampleRecord,
  sampleSummary,
} from "./testing/sample-records.ts";
import { pictureFolder } from "./picture-folder.ts";
import { readCrawls, type CrawlChoice } from "./read-crawls.ts";

let folder: SampleFolder;
beforeEach(async () => {
  folder = await sampleFolder();
});
afterEach(() => folder.remove());

const posts = `_crawls/${sampleSummary().crawlId}/posts`;
const read = async () => (await readCrawls(folder.path)).flatMap(({ records }) => records);

test("no record is lost where few files may be open at once", async () => {
  await folder.addCrawl(sampleSummary(), []);
  for (let n = 0; n < 300; n++)
    await folder.write(`${posts}/p${n}.json`, JSON.stringify(sampleRecord(`p${n}`)));
  const module = join(import.meta.dirname, "read-crawls.ts");
  const program = `import { readCrawls } from ${JSON.stringify(module)};
    const [crawl] = await readCrawls(${JSON.stringify(folder.path)});
    console.log(crawl.records.length);`;
  // 100: what Node opens for itself, and room for the files at once.
  const { stdout, stderr } = spawnSync(
    "sh",
    ["-c", `ulimit -n 100; exec "$0" --input-type=module -e "$1"`, process.execPath, program],
    { encoding: "utf8", env: { UV_THREADPOOL_SIZE: "128" } },
  );
  expect(stdout.trim(), stderr).toBe("300");
});

test("what is no crawl and no record is passed over", async () => {
  await folder.addCrawl(sampleSummary(), [sampleRecord("1a")]);
  await folder.write("_crawls/notes.txt", "mine");
  await folder.write("_crawls/state/reddit-gate.json", "{}");
  await folder.write(`${posts}/half.json`, "{");
  await folder.write(`${posts}/other.json`, "{}");
  await symlink("nowhere", join(folder.path, posts, "gone.json"));
  await mkdir(join(folder.path, posts, "folder.json"));
  // A reader of a pipe that nobody writes waits without end.
  spawnSync("sh", ["-c", `mkfifo "$0"`, join(folder.path, posts, "pipe.json")]);
  await mkdir(join(folder.path, "_crawls/01KA/crawl.json"), { recursive: true });
  expect((await read()).map(({ post }) => post.id)).toEqual(["1a"]);
});

test("a record that cannot be read is an error, not a missing post", async () => {
  await folder.addCrawl(sampleSummary(), [sampleRecord("1a")]);
  // Links in a circle: what a mode forbids, root may read.
  await symlink("1b.json", join(folder.path, posts, "1b.json"));
  await expect(read()).rejects.toThrow("ELOOP");
});

test("a folder without crawls has none", async () => {
  expect(await readCrawls(join(folder.path, "none"))).toEqual([]);
});

const [first = "", second = "", third = ""] = ["A", "B", "C"].map(
  (end) => sampleCrawlId.slice(0, -1) + end,
);
const choices: [choice: CrawlChoice, ids: string[]][] = [
  [{}, [first, second, third]],
  [{ most: 2 }, [second, third]],
  [{ only: second }, [second]],
  [{ only: `../_crawls/${second}` }, []],
];
test.each(choices)("of three crawls %j reads %j, and no record of another", async (choice, ids) => {
  for (const crawlId of [first, second, third]) {
    await folder.addCrawl({ ...sampleSummary(), crawlId }, [{ ...sampleRecord("1a"), crawlId }]);
    // Links in a circle, which no reader passes over.
    if (!ids.includes(crawlId))
      await symlink("1b.json", join(folder.path, `_crawls/${crawlId}/posts/1b.json`));
  }
  const read = await readCrawls(folder.path, choice);
  expect(read.map(({ summary }) => summary.crawlId)).toEqual(ids);
});

test("a crawl has the posts that it gave up, without those that were decided after all", async () => {
  await folder.addCrawl(sampleSummary(), [sampleRecord("1a")]);
  await pictureFolder(folder.path).keepGivenUp(sampleCrawlId, [
    sampleGivenUp("1a"),
    sampleGivenUp("1b"),
  ]);
  const [crawl] = await readCrawls(folder.path);
  expect(crawl?.givenUp).toEqual([sampleGivenUp("1b")]);
});

test.each(["", "{", "[]", '{"schemaVersion":2,"posts":[]}', '{"schemaVersion":1,"posts":[{}]}'])(
  "given-up posts in a file of another kind, %j, are none",
  async (text) => {
    await folder.addCrawl(sampleSummary(), []);
    await folder.write(`_crawls/${sampleCrawlId}/given-up.json`, text);
    expect((await readCrawls(folder.path))[0]?.givenUp).toEqual([]);
  },
);
