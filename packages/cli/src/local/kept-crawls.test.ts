import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import type { CrawlSummary } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { sampleGivenUp } from "@reddit-crawler/picture-folder/testing/sample-records";
import { beforeEach, describe, expect, test } from "vitest";

import { keepGivenUpPosts } from "@reddit-crawler/picture-folder/given-up-posts";
import { markAsDemo } from "@reddit-crawler/picture-folder/demo-mark";
import { listKept, orderOfKept, showKept } from "./kept-crawls.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

const summary: CrawlSummary = contracts["crawl-summary"].examples[0]!;
const nothingListed = {
  pages: 0,
  listed: 0,
  queued: 0,
  withoutPictures: 0,
  picturesLinked: 0,
};

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

async function keep(more: Partial<CrawlSummary> = {}): Promise<void> {
  const crawl = join(folder, "_crawls", summary.crawlId);
  await mkdir(crawl, { recursive: true });
  await writeFile(join(crawl, "crawl.json"), JSON.stringify({ ...summary, ...more }));
}

describe("showing a kept crawl whose listing failed", () => {
  async function shown(more: Partial<CrawlSummary>): Promise<string> {
    await keep(more);
    const printed: string[] = [];
    await showKept(folder, summary.crawlId, recordedOutput(printed));
    return printed.join("\n");
  }

  test("tells its code, what it is in the stage's words, that nothing was listed, and how to go on", async () => {
    const failure = { code: "subreddit-private", message: "r/aww is private. Choose another." };
    const words = await shown({ state: "failed", failure, counts: nothingListed });
    expect(words).toContain("The listing failed (subreddit-private). r/aww is private. Choose");
    expect(words).toContain("No post was listed.");
    expect(words).toContain(
      `Run it again with: reddit-crawler retry ${summary.crawlId} --out ${folder}`,
    );
  });

  test("tells how many posts had been listed before", async () => {
    const failure = { code: "reddit-down", message: "Reddit is in trouble (503)." };
    const words = await shown({ state: "failed", failure });
    expect(words).toContain("100 posts had been listed before, 0 of them decided.");
  });
});

describe("the order that runs it again", () => {
  test.each([
    [{ subreddit: "u_quiet_one", user: "quiet_one" }, { subreddit: "u/quiet_one" }],
    [{ postId: "1skbyfv" }, { subreddit: "r/aww/comments/1skbyfv" }],
    [
      { source: "archive", limit: 5000 },
      { subreddit: "aww", source: "archive", limit: 5000 },
    ],
  ])("of %j says %j", async (more, order) => {
    await keep({ ...more, state: "listed" });
    expect(await orderOfKept(folder, summary.crawlId, recordedOutput())).toMatchObject(order);
  });
});

describe("a kept crawl that gave posts up", () => {
  const counts = { ...nothingListed, listed: 1, queued: 1 };
  beforeEach(async () => {
    await keep({ state: "listed", counts });
    await keepGivenUpPosts(folder)(summary.crawlId, [sampleGivenUp("1ux1gjv")]);
  });

  test("is listed as given up", async () => {
    const printed: string[] = [];
    await listKept(folder, 1, recordedOutput(printed));
    expect(printed.join()).toMatch(new RegExp(`${summary.crawlId} .* given-up `));
  });

  test("is shown with each of them, why, and how to go on, and fails as the crawl did", async () => {
    const printed: string[] = [];
    expect(await showKept(folder, summary.crawlId, recordedOutput(printed))).toBe(1);
    const words = printed.join("\n");
    expect(words).toContain("1 post given up after several attempts.");
    expect(words).toContain("Cat 1ux1gjv  https://www.reddit.com/r/aww/comments/1ux1gjv/cat/");
    expect(words).toContain("http-429 after 6 attempts: the host answered 429");
    expect(words).toContain(`reddit-crawler retry ${summary.crawlId} --out ${folder}`);
  });

  test("is shown to scripts as over, with each of them", async () => {
    const json: string[] = [];
    const output = recordedOutput();
    output.result = (_words, asJson) => void json.push(asJson());
    await showKept(folder, summary.crawlId, output);
    expect(JSON.parse(json.join())).toMatchObject({
      state: "finished",
      posts: { decided: 0, failed: 1 },
      given_up: [{ post_id: "1ux1gjv", code: "http-429", attempts: 6 }],
    });
  });

  test("names them before it is run again", async () => {
    const printed: string[] = [];
    await orderOfKept(folder, summary.crawlId, recordedOutput(printed));
    expect(printed.join()).toContain("Cat 1ux1gjv");
  });
});

describe("the order that runs a kept crawl again", () => {
  test("is the crawl's own", async () => {
    await keep();
    const { subreddit, limit } = summary;
    expect(await orderOfKept(folder, summary.crawlId, recordedOutput())).toMatchObject({
      subreddit,
      limit,
    });
  });

  test("asks the archive again where the crawl did, whose limit no other way has", async () => {
    await keep({ source: "archive", limit: 50_000 });
    expect(await orderOfKept(folder, summary.crawlId, recordedOutput())).toMatchObject({
      source: "archive",
      limit: 50_000,
    });
  });

  test("is refused for a file's, which the folder does not keep", async () => {
    await keep({ source: "file" });
    await expect(orderOfKept(folder, summary.crawlId, recordedOutput())).rejects.toThrow(
      `Crawl it again with: reddit-crawler crawl r/aww --from FILE --out ${folder}`,
    );
  });

  test("is refused for the demo's, whose Reddit the demo alone plays", async () => {
    await keep();
    await markAsDemo(folder, summary.crawlId);
    await expect(orderOfKept(folder, summary.crawlId, recordedOutput())).rejects.toThrow(
      `This crawl was the demo's, and the Reddit that it asked is played by the demo alone. Run it again with: reddit-crawler demo --out ${folder}`,
    );
  });
});

describe("a crawl's id", () => {
  const other = `${summary.crawlId.slice(0, -1)}${summary.crawlId.endsWith("Z") ? "Y" : "Z"}`;
  const shown = (id: string) => orderOfKept(folder, id, recordedOutput());
  beforeEach(() => keep());

  test("may be given by how it begins", async () => {
    expect(await shown(summary.crawlId.slice(0, 8))).toMatchObject({ limit: summary.limit });
  });

  test("is refused where several begin so, and these are named", async () => {
    await mkdir(join(folder, "_crawls", other));
    await expect(shown(summary.crawlId.slice(0, 8))).rejects.toThrow("2 crawls of ");
    await expect(shown(summary.crawlId.slice(0, 8))).rejects.toThrow(other);
    expect(await shown(summary.crawlId)).toMatchObject({ limit: summary.limit });
  });

  test.each(["nope", ""])(
    "that is no crawl's, %j, is refused, and the list is named",
    async (id) => {
      await expect(shown(id)).rejects.toThrow(`"reddit-crawler list --out ${folder}" shows which`);
    },
  );
});

test("an empty list names the demo's folder, where that has crawls", async () => {
  const printed: string[] = [];
  await mkdir(join(folder, "demo", "_crawls", summary.crawlId), { recursive: true });
  await listKept(folder, 20, recordedOutput(printed));
  expect(printed.at(-1)).toContain(`reddit-crawler list --out ${join(folder, "demo")}`);
});
