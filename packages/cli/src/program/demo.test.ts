import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { runCommand } from "../testing/run-command.ts";

/** What the demo stores; one more is the same picture as another post's. */
const demoPictures = { stored: 130, duplicate: 1 };
const demoTotal = demoPictures.stored + demoPictures.duplicate;

const inPipe = (...words: string[]) => runCommand(words);

describe("the demo, as a person and a script see it", { timeout: 180_000 }, () => {
  let folder: string;
  let crawlId: string;
  const out = () => join(folder, "pictures");

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "command-line-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("keeps what it crawled", async () => {
    const { code, stderr } = await inPipe("demo", "--out", out());
    expect(code, stderr).toBe(0);
    crawlId = (await readdir(join(out(), "_crawls"))).find((name) =>
      /^[0-7][0-9A-Z]{25}$/.test(name),
    )!;
  });

  test("plays a feed that waits for nobody's last demo", async () => {
    const { stdout, stderr } = await inPipe("demo", "--json", "--verbose", "--out", out());
    expect(stderr).toMatch(/ ArticleLoader +info +listed /);
    const second = JSON.parse(stdout);
    // The pictures of the first demo are here already.
    const pictures = { stored: 0, duplicate: demoTotal };
    expect(second).toMatchObject({ source: "keyless", pictures });
    // A feed that was asked within the last minute is not asked again before it is over.
    expect(second.milliseconds.listing).toBeLessThan(30_000);
  });

  test("says nothing with --quiet", async () => {
    const silent = { code: 0, stdout: "", stderr: "" };
    expect(await inPipe("demo", "--quiet", "--out", out())).toEqual(silent);
  });

  test("gives a script one JSON document, and plain lines of progress beside it", async () => {
    const piped = join(folder, "piped");
    // It draws every picture itself, and so takes long enough for progress.
    const drawings = { REPLAY_DRAWINGS: await mkdtemp(join(folder, "drawings-")) };
    const words = ["demo", "--json", "--source", "api", "-o", piped];
    const { code, stdout, stderr } = await runCommand(words, drawings);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      state: "finished",
      source: "oauth",
      pictures: demoPictures,
      milliseconds: { waiting_for_reddit: expect.any(Number) },
    });
    expect(stderr).not.toContain("\u001b");
    expect(stderr).toMatch(/^r\/aww: 100 posts listed · \d+ of 100 decided/m);
  });

  test("tells of the crawls that a folder keeps", async () => {
    const list = await inPipe("list", "--out", out());
    expect(await inPipe("crawl", "list", "--out", out())).toEqual(list);
    expect(list.stdout).toMatch(new RegExp(`${crawlId} .* finished +100 +${demoTotal} `));
    const shown = await inPipe("show", crawlId, "--out", out(), "--json");
    expect(JSON.parse(shown.stdout)).toMatchObject({ crawl_id: crawlId, state: "finished" });
    expect((await inPipe("crawl", "show", crawlId, "--out", out(), "--quiet")).stdout).toBe("");
  });

  test("does not ask the real Reddit again for what the demo's was asked", async () => {
    const { code, stderr } = await inPipe("crawl", "retry", crawlId, "--out", out());
    expect(stderr).toMatch(/^This crawl was the demo's.*reddit-crawler demo --out /);
    expect(code).toBe(1);
  });
});
