import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { changeTemplate } from "@reddit-crawler/local-stack/testing/change-template";
import type { LinkRecord, PostRecord } from "@reddit-crawler/message-schema";
import type { ExpectedPost } from "@reddit-crawler/replay-reddit/expected-pictures";
import {
  furtherShapes,
  seldomForms,
} from "@reddit-crawler/replay-reddit/listing/posts/further-shapes";
import { postIdOf } from "@reddit-crawler/replay-reddit/listing/posts/listed-post";
import { startReplay, type Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { demoSettings } from "../local/demo-command.ts";
import { runCrawl } from "../local/run-crawl.ts";
import { changedTemplate } from "../testing/changed-template.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

/** The first page has every shape, the second begins with every other form of a link. */
const limit = 100 + furtherShapes.length;
/** By which row of its record a post shows that its kind of fault is mended. */
const signs: Record<keyof typeof seldomForms, RegExp> = {
  "a part is not the whole": /^post: partly-stored$/,
  "Reddit knows more than the address, and a host has several names": /\| preview \| https:/,
  "a guess is no original": /^01 \| mp4 .*\| reduced \| https:\/\/i\.imgur\.com\//,
  "a redirect tells of a wall": /\| refused \| login-wanted$/,
  "a fault of the file is kept": /^01 \| jpg .* \| cut-off$/,
  "a reason says no more than is known": /^post: no-pictures, gallery-not-listed$/,
  "the system takes no such name": /^01 \| jpg .*\| original \| https:\/\/i\.redd\.it\//,
};
const gifHosts = ["redgifs", "giphy", "tenor"];

/** One line a picture and one a link that gives none, in the order in which both sides can be sorted. */
function expectedRows({ outcome, reason, pictures, lost }: ExpectedPost): string[] {
  return [
    `post: ${outcome}${reason === undefined ? "" : `, ${reason}`}`,
    ...pictures.map(({ position, extension, url, quality = "original", bytes, sha256, fault }) =>
      [place(position), `${extension} of ${bytes} bytes`, sha256, quality, url, fault].join(" | "),
    ),
    ...lost.map((link) => [place(link.position), link.outcome, link.reason].join(" | ")),
  ].toSorted();
}

function recordedRows({ outcome, reason, links }: PostRecord): string[] {
  return [
    `post: ${outcome}${reason === undefined ? "" : `, ${reason}`}`,
    ...links.map((link) => recordedRow(link)),
  ].toSorted();
}

function recordedRow(link: LinkRecord): string {
  const { key, position, outcome, reason, bytes, sha256, quality, url } = link;
  if (key === undefined) return [place(position), outcome, reason].join(" | ");
  const [, name, extension] = /\/([^/]+)\.(\w+)$/.exec(key) ?? [];
  expect(name, "files are named after their place").toBe(place(position));
  return [name, `${extension} of ${bytes} bytes`, sha256, quality, url, reason].join(" | ");
}

function place(position: number | undefined): string {
  return position === undefined ? "--" : String(position).padStart(2, "0");
}

describe("the demo's posts, from the zips and the template, over TLS", { timeout: 240_000 }, () => {
  let folder: string;
  let replay: Replay;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "demo-table-"));
    replay = await startReplay({ workDir: join(folder, "replay") });
  });
  afterAll(async () => {
    await replay.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Crawls with these hosts open, and gives the crawl's records by post. */
  async function crawl(mediaHosts: string): Promise<Map<string, PostRecord>> {
    const templatePath = changedTemplate(folder, (template) =>
      changeTemplate(template, "Parameters.MediaHosts.Default", mediaHosts),
    );
    const out = join(folder, "pictures");
    const printed: string[] = [];
    const end = await runCrawl({
      order: { subreddit: "aww", sort_method: "top", time_filter: "day", limit },
      settings: demoSettings,
      folder: out,
      network: { ...replay.environment() },
      output: recordedOutput(printed),
      signal: new AbortController().signal,
      templatePath,
    });
    expect(end, printed.join("\n")).toBe(0);
    const crawls = (await readdir(join(out, "_crawls"))).filter((name) => name !== "state");
    const posts = join(out, "_crawls", crawls.toSorted().at(-1) ?? "", "posts");
    const records = await Promise.all(
      (await readdir(posts)).map(async (name): Promise<PostRecord> =>
        JSON.parse(await readFile(join(posts, name), "utf8")),
      ),
    );
    return new Map(records.map((record) => [record.post.id, record]));
  }

  async function compareAll(records: Map<string, PostRecord>, hosts: readonly string[]) {
    const expected = await replay.expected(limit, { hosts });
    const table = (rowsOf: (post: ExpectedPost) => string[]) =>
      Object.fromEntries(expected.map((post) => [post.postId, rowsOf(post)]));
    const recorded = table(({ postId }) => {
      const record = records.get(postId);
      return record ? recordedRows(record) : ["no record"];
    });
    expect(recorded).toEqual(table(expectedRows));
    expect(records.size).toBe(expected.length);
  }

  test("end with exactly the expected files and reasons, whichever hosts are open", async () => {
    const first = await crawl("reddit,imgur");
    await compareAll(first, []);
    expect(replay.requests().filter(({ unexpected }) => unexpected)).toEqual([]);

    // Each picture that several posts show is one of theirs, and the others name it, whatever its address.
    const stored = [...first.values()].flatMap(({ links }) =>
      links.filter(({ key }) => key !== undefined),
    );
    const firsts = Map.groupBy(stored, ({ sha256 }) => sha256);
    for (const same of firsts.values()) {
      const keys = same.map(({ key }) => key);
      expect(same.filter(({ duplicateOf }) => duplicateOf === undefined)).toHaveLength(1);
      expect(keys).toEqual(
        expect.arrayContaining(same.flatMap(({ duplicateOf }) => duplicateOf ?? [])),
      );
    }
    const [most = []] = [...firsts.values()].toSorted((a, b) => b.length - a.length);
    expect(most.length).toBeGreaterThan(7);
    const { pathname } = new URL(most.find(({ duplicateOf }) => !duplicateOf)?.url ?? "");
    const downloads = replay.requests().filter(({ path }) => path === pathname).length;
    // Posts whose turn comes while the first one is on its way cannot know of it.
    expect(downloads).toBeLessThan(most.length / 2);

    const second = await crawl(["reddit", "imgur", ...gifHosts].join());
    await compareAll(second, gifHosts);
    for (const [kind, sign] of Object.entries(signs)) {
      const [shape] = Object.entries(seldomForms).find(([name]) => name === kind)?.[1] ?? [];
      const id = postIdOf(100 + furtherShapes.findIndex((each) => each === shape));
      const record = second.get(id);
      expect(record && recordedRows(record), kind).toContainEqual(expect.stringMatching(sign));
    }
    expect(replay.requests().filter(({ unexpected }) => unexpected)).toEqual([]);
  });
});
