import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { archivedPost } from "@reddit-crawler/replay-reddit/archive/archived-post";
import { demoListing } from "@reddit-crawler/replay-reddit/listing/demo-listing";
import { demoCredentials, type Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { temporaryReplay } from "@reddit-crawler/replay-reddit/testing/temporary-replay";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod/mini";

import { runCommand } from "../testing/run-command.ts";

const postSchema = z.object({ post_id: z.string() });
const resultSchema = z.object({
  dry_run: z.literal(true),
  state: z.string(),
  posts_listed: z.int(),
  pictures: z.record(z.string(), z.int()),
  would_store: z.array(
    z.extend(postSchema, { pictures: z.array(z.object({ plan: z.string(), url: z.string() })) }),
  ),
  would_not_store: z.array(z.extend(postSchema, { reason: z.optional(z.string()) })),
});

describe("a dry run", { timeout: 120_000 }, () => {
  let folder: string;
  let replay: Replay;
  beforeEach(async () => {
    ({ folder, replay } = await temporaryReplay());
  });

  const out = () => join(folder, "pictures");
  const crawl = (...words: string[]) =>
    runCommand(["crawl", ...words, "--out", out()], {
      ...replay.environment(),
      REDDIT_CLIENT_ID: demoCredentials.clientId,
      REDDIT_CLIENT_SECRET: demoCredentials.clientSecret,
      XDG_STATE_HOME: join(folder, "state"),
    });
  const listedBy = (stdout: string) => z.parse(resultSchema, JSON.parse(stdout));
  /** What was asked of anybody but Reddit itself. */
  const pictureRequests = () =>
    replay.requests().filter(({ host }) => !/(^|\.)reddit\.com$/.test(host));

  test("names what a crawl then stores and leaves out, and leaves nothing behind", async () => {
    const dry = await crawl("aww", "--limit", "30", "--dry-run", "--json");
    expect(dry.code, dry.stderr).toBe(0);
    expect(pictureRequests()).toEqual([]);
    expect(existsSync(out())).toBe(false);
    const planned = listedBy(dry.stdout);
    expect(planned).toMatchObject({ state: "listed", posts_listed: 30 });

    const real = await crawl("aww", "--limit", "30", "--json");
    expect(real.code, real.stderr).toBe(0);
    const result = JSON.parse(real.stdout);
    const reasons: Record<string, number> = {};
    for (const { reason = "" } of planned.would_not_store)
      reasons[reason] = (reasons[reason] ?? 0) + 1;
    expect(result.posts.without_pictures).toBe(planned.would_not_store.length);
    expect(result.posts.queued).toBe(planned.would_store.length);
    expect(result.reasons).toMatchObject(reasons);

    // What the folder has by now, a second run says so of.
    const asked = pictureRequests().length;
    const again = listedBy((await crawl("aww", "--limit", "30", "--dry-run", "--json")).stdout);
    expect(pictureRequests()).toHaveLength(asked);
    const here = again.would_store.flatMap(({ pictures }) =>
      pictures.filter(({ plan }) => plan === "here"),
    );
    expect(here.length).toBeGreaterThan(20);
    expect(again.pictures["new"] ?? 0).toBe(result.pictures.gone + result.pictures.refused);
  });

  test("of several names, one of which is private, gives a list, the reason and exit code 1", async () => {
    const names = ["aww", "replay_private"];
    const { code, stdout, stderr } = await crawl(...names, "-l", "3", "--dry-run", "--json");
    expect(code).toBe(1);
    // The second waits its turn at Reddit for 2 s, in which the pictures of the first would come.
    expect(pictureRequests()).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject([
      { address: "r/aww", state: "listed", would_store: expect.any(Array) },
      { address: "r/replay_private", state: "failed", failure: { code: "subreddit-private" } },
    ]);
    expect(stderr).toMatch(/^The listing of r\/replay_private failed\. .*private/m);
  });

  test("of a file asks nobody, and says in words what would be stored and why the rest would not", async () => {
    const posts = demoListing().slice(0, 40);
    const lines = posts.map(({ post }) => JSON.stringify(archivedPost(post, post.created_utc + 9)));
    const file = join(folder, "posts.jsonl");
    await writeFile(file, lines.join("\n"));
    const name = ["--name", "{subreddit} {id}-{nn}.{ext}"];
    const { code, stdout, stderr } = await crawl("all", "--from", file, "--dry-run", ...name);
    expect(code, stderr).toBe(0);
    expect(replay.requests()).toEqual([]);
    expect(stdout).toMatch(/: 40 posts listed, nothing downloaded$/m);
    expect(stdout).toMatch(/^Would be stored: \d+ posts, \d+ new/m);
    expect(stdout).toMatch(
      /^ {2}\w+\/\w+ {2}.+\n {4}https:\/\/\S+ {2}new, as \w+ \w+-\d\d\.\{ext\}$/m,
    );
    expect(stdout).toMatch(/^Would not be stored: \d+ posts?\n {2}\w+\/\w+ {2}.+ {2}[a-z-]+$/m);
    expect((await readdir(folder)).toSorted()).toEqual(["posts.jsonl", "replay", "state"]);
  });
});
