import { dirname } from "node:path";

import type { Template } from "@reddit-crawler/local-stack/template/template";
import type { ExpectedPost } from "@reddit-crawler/replay-reddit/expected-pictures";
import {
  archiveAway,
  archiveBusy,
  archiveThrottled,
  feedRefused,
} from "@reddit-crawler/replay-reddit/archive/archive-faults";
import type { Fault } from "@reddit-crawler/replay-reddit/network/faults";
import { demoCredentials, type Replay } from "@reddit-crawler/replay-reddit/start-replay";
import { afterAll, describe, expect, test } from "vitest";

import { changedTemplate } from "../testing/changed-template.ts";
import { speedUpLoader } from "../testing/fast-loader.ts";
import {
  crawledFolder,
  withoutKeys,
  type CrawledFolder as PlayedFolder,
} from "../testing/played-crawl.ts";

/** So much faster than others is the article-loader's clock: what it waits and keeps apart is so much shorter here. */
const speed = 10;
/** Reddit's pace of its feed since June 2026: whoever asks earlier gets 429. */
const feed = { everySeconds: 60 / speed };
/** Reddit refuses its feed to this network, as to most data centres, with a page. */
const networkBlocked: Fault = {
  host: "www.reddit.com",
  path: /\.rss(?:\?|$)/,
  times: Infinity,
  effect: { status: 403 },
};
const hourMs = 3_600_000;

type CrawledFolder = Awaited<ReturnType<typeof emptyFolder>>;

const folders: PlayedFolder[] = [];
afterAll(() => Promise.all(folders.map((folder) => folder.remove())));

/** A folder whose crawls have a fast loader. */
async function emptyFolder() {
  const folder = await crawledFolder();
  folders.push(folder);
  const crawl: PlayedFolder["crawl"] = async (order, played, run) => {
    const change = (template: Template) => speedUpLoader(template, speed);
    const templatePath = changedTemplate(dirname(folder.path), change);
    return folder.crawl(order, played, { templatePath, ...run });
  };
  return { ...folder, crawl };
}

function digests(posts: readonly ExpectedPost[], isMeant: (shape: string) => boolean = () => true) {
  return posts
    .flatMap(({ pictures }) => pictures.filter(({ shape }) => isMeant(shape)))
    .map(({ sha256 }) => sha256)
    .toSorted();
}

/** The last crawl has recorded so many posts, and the folder has every picture of each, whichever they are. */
async function expectWhole(folder: CrawledFolder, replay: Replay, count: number) {
  const listed = new Set((await folder.records()).map(({ post }) => post.id));
  expect(listed.size).toBe(count);
  const expected = await replay.expected(400, { only: listed });
  expect([...(await folder.pictures()).values()].toSorted()).toEqual(digests(expected));
}

/** Nobody was asked but the feed, the archive, imgur's page and the picture hosts. */
function expectNoOtherDoor(replay: Replay) {
  const others = replay
    .requests()
    .filter(
      ({ host, path, unexpected }) =>
        unexpected ||
        host === "oauth.reddit.com" ||
        (/(?:^|\.)reddit\.com$/.test(host) && !path.includes(".rss")),
    );
  expect(others).toEqual([]);
}

// The longest come first. Most of their time they wait, for a feed or an archive that is asked again in a minute.
describe.concurrent(
  "a whole crawl without keys, from the zips, over TLS",
  { timeout: 600_000 },
  () => {
    test("asks the feed once a minute, and the archive 1.25 s behind its last answer", async () => {
      const folder = await emptyFolder();
      const { code, output, replay } = await folder.crawl({ limit: 130 }, { feed });
      expect(code, output).toBe(0);
      expect([...(await folder.pictures()).values()].toSorted()).toEqual(
        digests(await replay.expected(130)),
      );
      expect(replay.door("feed")).toMatchObject({ requests: 2 });
      expect(replay.door("feed").shortestGapMs * speed).toBeGreaterThanOrEqual(60_000);
      // The posts of both pages, and those that they link.
      expect(replay.door("archive").requests).toBeGreaterThan(2);
      expect(replay.door("archive").shortestRestMs * speed).toBeGreaterThanOrEqual(1250);
      expectNoOtherDoor(replay);
    });

    test.each([
      ["for days, with 429", feedRefused(), "rate-limited"],
      ["this network for good, with a page", networkBlocked, "network-blocked"],
    ])("ranks by the archive's scores when the feed refuses %s", async (_how, refusal, code) => {
      const folder = await emptyFolder();
      // All are older than 36 h, and so have scores.
      const newestPostAt = Date.now() - 40 * hourMs;
      const order = { time: "week", limit: 60 };
      const ended = await folder.crawl(order, { faults: [refusal], newestPostAt });
      expect(ended.code, ended.output).toBe(0);
      expect(ended.output).toContain(
        `The feed refused (${code}): ranked by the archive's scores, posts older than 36 h only.`,
      );
      expect(ended.replay.door("archive").shortestRestMs * speed).toBeGreaterThanOrEqual(1250);
      await expectWhole(folder, ended.replay, 60);
    });

    test("stores the same pictures as with keys, byte for byte, imgur's albums among them", async () => {
      const folder = await emptyFolder();
      const { code, output, replay } = await folder.crawl({ limit: 100 }, { feed });
      expect(code, output).toBe(0);
      expect(output).toContain("the archive Arctic Shift");
      expectNoOtherDoor(replay);

      const stored = await folder.pictures();
      const expected = await replay.expected(100);
      expect([...stored.values()].toSorted()).toEqual(digests(expected));
      const albums = digests(expected, (shape) => shape === "imgur-album");
      expect(albums.length).toBeGreaterThan(5);
      expect([...stored.values()]).toEqual(expect.arrayContaining(albums));

      const keyed = await emptyFolder();
      const settings = { ...withoutKeys, redditCredentials: demoCredentials };
      const withKeys = await keyed.crawl({ limit: 100 }, {}, { settings });
      expect(withKeys.code, withKeys.output).toBe(0);
      expect(withKeys.replay.door("feed").requests).toBe(0);
      expect(await keyed.pictures()).toEqual(stored);
    });

    test("lists what is new by the archive when the feed refuses", async () => {
      const folder = await emptyFolder();
      const order = { sort: "new", limit: 60 };
      const newestPostAt = Date.now() - hourMs;
      const ended = await folder.crawl(order, { faults: [networkBlocked], newestPostAt });
      expect(ended.code, ended.output).toBe(0);
      expect(ended.output).toContain("The feed refused (network-blocked): listed by the archive");
      await expectWhole(folder, ended.replay, 60);
    });

    test("says what to ask for instead of the feed's own orders when it refuses", async () => {
      const folder = await emptyFolder();
      const ended = await folder.crawl({ sort: "hot", limit: 10 }, { faults: [networkBlocked] });
      expect(ended.code).toBe(1);
      expect(ended.output.split("\n").at(-1)).toMatch(
        /The feed: Reddit blocks this network.* The archive: No archive knows which posts are hot\. Ask for new, or for top/,
      );
    });

    test("takes the feed's posts while the archive is away, and the rest with the next crawl", async () => {
      const folder = await emptyFolder();
      const away = await folder.crawl({ limit: 100 }, { faults: [archiveAway()] });
      expect(away.code, away.output).toBe(0);
      expect(away.output).toMatch(
        /The archive was away \(archive-down\).* The next crawl asks again/,
      );
      const expected = await away.replay.expected(100);
      const inFeed = expected.flatMap(({ pictures }) =>
        pictures.filter((picture) => picture.inFeed),
      );
      expect(inFeed.length).toBeGreaterThan(50);
      const first = [...(await folder.pictures()).values()];
      expect(first).toEqual(expect.arrayContaining(inFeed.map(({ sha256 }) => sha256)));
      const reasons = (await folder.records()).map(({ reason }) => reason);
      expect(reasons.filter((reason) => reason === "gallery-needs-api").length).toBeGreaterThan(5);

      const back = await folder.crawl({ limit: 100 });
      expect(back.code, back.output).toBe(0);
      expect([...(await folder.pictures()).values()].toSorted()).toEqual(digests(expected));
    });

    test("keeps Reddit's copies while i.imgur.com refuses this network, and replaces them with the next crawl", async () => {
      const folder = await emptyFolder();
      const refused: Fault = { host: "i.imgur.com", times: Infinity, effect: { status: 403 } };
      const first = await folder.crawl({ limit: 100 }, { faults: [refused] });
      expect(first.code, first.output).toBe(0);
      const copies = (await folder.records()).flatMap(({ links }) =>
        links.filter(({ insteadOf }) => insteadOf !== undefined),
      );
      expect(copies.length).toBeGreaterThan(2);
      for (const copy of copies) {
        expect(copy).toMatchObject({ quality: "preview", insteadOf: "refused-by-host" });
        expect(new URL(copy.url ?? "").hostname).toMatch(/preview\.redd\.it$/);
      }

      // A host that is slow once is left to the crawl after: each replaces what it can.
      for (let further = 3; ; further--) {
        const next = await folder.crawl({ limit: 100 });
        expect(next.code, next.output).toBe(0);
        const links = (await folder.records()).flatMap((record) => record.links);
        const isReplaced = links.every(({ insteadOf }) => insteadOf === undefined);
        if (!isReplaced && further > 0) continue;
        expect(links.flatMap(({ key, sha256 = "" }) => (key ? [sha256] : [])).toSorted()).toEqual(
          digests(await next.replay.expected(100)),
        );
        return;
      }
    });

    test("waits for a busy archive as long as it asks, and loses nothing", async () => {
      const folder = await emptyFolder();
      const faults = [archiveBusy(2), archiveThrottled(3)];
      const busy = await folder.crawl({ limit: 100 }, { faults });
      expect(busy.code, busy.output).toBe(0);
      expect(busy.output).toContain('code="archive-busy"');
      expect(busy.output).toContain('code="archive-throttled"');
      expect(busy.output).not.toContain("The archive was away");
      expect([...(await folder.pictures()).values()].toSorted()).toEqual(
        digests(await busy.replay.expected(100)),
      );
      const [first, second, third, fourth] = busy.replay
        .requests()
        .filter(({ host }) => host.startsWith("arctic-shift"));
      expect([first, second, third, fourth].map((request) => request?.status)).toEqual([
        422, 422, 429, 200,
      ]);
      expect((second!.at - first!.answeredAt) * speed).toBeGreaterThanOrEqual(5000);
      expect((third!.at - second!.answeredAt) * speed).toBeGreaterThanOrEqual(30_000);
      expect((fourth!.at - third!.answeredAt) * speed).toBeGreaterThanOrEqual(3000);
    });

    test("fails with both reasons when both are away", async () => {
      const folder = await emptyFolder();
      const ended = await folder.crawl({ limit: 10 }, { faults: [networkBlocked, archiveAway()] });
      expect(ended.code).toBe(1);
      expect(ended.output.split("\n").at(-1)).toMatch(
        /Neither way without keys works now\. The feed: Reddit blocks this network.* The archive: The archive is away \(522\)/,
      );
      expect(await folder.pictures().catch(() => new Map())).toEqual(new Map());
    });
  },
);
