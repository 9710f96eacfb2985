import { postRecordSchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { describe, expect, test } from "vitest";

import { crawlStatus, queuedStatus, stalledSince } from "./crawl-status.ts";
import { crawlTotals } from "./crawl-totals.ts";
import { tallyOfGivenUp, tallyOfRecord } from "./post-tally.ts";
import { listedSummary } from "./testing/crawl-end-world.ts";

const partly = postRecordSchema.parse(contracts["post-record"].examples[0]);
const links = [
  { ...partly.links[0]!, outcome: "already-stored" },
  { foundIn: "url", outcome: "gone", reason: "http-404" },
  { foundIn: "url", outcome: "refused" },
];

describe("a record's tally", () => {
  test("counts links by outcome, the bytes that are stored, and each missing picture's reason", () => {
    expect(tallyOfRecord({ ...partly, links })).toEqual({
      outcome: "partly-stored",
      links: { "already-stored": 1, gone: 1, refused: 1 },
      reasons: { "http-404": 1, refused: 1 },
      bytes: 123_456,
      decidedAt: partly.decidedAt,
    });
  });

  test("counts stored links whose picture another post has, too", () => {
    const twin = { ...partly.links[0]!, outcome: "stored", duplicateOf: "media/aww/a0/01.jpg" };
    const again = { ...twin, outcome: "already-stored" };
    expect(
      tallyOfRecord({ ...partly, links: [...partly.links.slice(0, 1), twin, again] }),
    ).toMatchObject({
      links: { stored: 2, "already-stored": 1 },
      duplicates: 1,
    });
  });

  test("counts a cover as a picture, and the rest of its album as missing", () => {
    const cover = { ...partly.links[0]!, outcome: "stored", reason: "album-cover" };
    expect(tallyOfRecord({ ...partly, links: [cover] })).toMatchObject({
      links: { stored: 1 },
      reasons: { "album-cover": 1 },
      bytes: 123_456,
    });
  });

  test("counts no reason of a faulty file: it is all that there is", () => {
    const faulty = { ...partly.links[0]!, outcome: "stored", reason: "cut-off" };
    expect(tallyOfRecord({ ...partly, links: [faulty] }).reasons).toEqual({});
  });

  test("has the post's reason only, where the post has one", () => {
    const record = { ...partly, links: links.slice(1), reason: "http-404" };
    expect(tallyOfRecord(record).reasons).toEqual({ "http-404": 1 });
  });
});

describe("a crawl's status", () => {
  const summary = listedSummary(["a1", "a2", "a3"]);
  const tally = (...posts: Parameters<typeof crawlTotals>[0][]) =>
    crawlTotals(posts.flatMap((some) => [...some]));
  const one = [tallyOfRecord({ ...partly, links })];

  test("counts what the source did not know enough of, and adverts", () => {
    const left = (outcome: string, reason: string) =>
      tallyOfRecord({ ...partly, outcome, reason, links: [] });
    const posts = [left("filtered", "unknown-to-source"), left("no-pictures", "promoted")];
    expect(crawlStatus(summary, tally(posts)).posts).toMatchObject({
      filtered: 1,
      unknown_to_source: 1,
      adverts: 1,
    });
  });

  test("adds up what became of posts and links", () => {
    const lost = tallyOfGivenUp("http-503", Date.parse("2026-11-22T20:16:00Z"));
    expect(crawlStatus(summary, tally(one, one, [lost]))).toMatchObject({
      state: "finished",
      finished_at: "2026-11-22T20:16:00.000Z",
      updated_at: "2026-11-22T20:16:00.000Z",
      posts: { listed: 3, decided: 2, failed: 1 },
      pictures: { stored: 0, duplicate: 2, gone: 2, refused: 2 },
      bytes: 246_912,
      outcomes: { "partly-stored": 2, "given-up": 1 },
      reasons: { "http-404": 2, refused: 2, "http-503": 1 },
    });
  });

  test("separates pictures that are new from those that were there already, or in another post", () => {
    const twin = { ...partly.links[0]!, duplicateOf: "media/aww/a0/01.jpg" };
    const record = { ...partly, links: [partly.links[0]!, twin, links[0]!] };
    expect(crawlStatus(summary, tally([tallyOfRecord(record)]))).toMatchObject({
      pictures: { stored: 1, duplicate: 2 },
    });
  });

  test.each([
    ["listing", { ...summary, state: "listing" }, "listing"],
    ["listed, with posts still open", summary, "downloading"],
    ["failed", { ...summary, state: "failed" }, "failed"],
    ["of a kind that a later version adds", { ...summary, state: "preparing" }, "listing"],
  ])("of a crawl that is %s is what a caller expects", (_, given, state) => {
    expect(crawlStatus(given, tally(one))).toMatchObject({ state });
    expect(crawlStatus(given, tally(one))).not.toHaveProperty("finished_at");
  });

  test("is finished at once when nothing was listed", () => {
    expect(crawlStatus(listedSummary([]), tally([])).state).toBe("finished");
  });

  test("reports what Reddit grants and why the listing waits, while it does", () => {
    const waiting = { reason: "reddit-asks-to-wait", until: "2026-11-22T20:10:00.000Z" };
    const news = { redditBudget: 0.4, waiting };
    const listing = { ...summary, ...news, state: "listing" };
    expect(crawlStatus(listing, tally())).toMatchObject({ reddit_budget: 0.4, waiting });
    const over = crawlStatus({ ...summary, ...news }, tally());
    expect([over.reddit_budget, over.waiting]).toEqual([undefined, undefined]);
  });

  test.each([
    ["downloading", summary, 7_200_001, true],
    ["downloading, for no longer than its posts may need", summary, 7_200_000, false],
    ["listing", { ...summary, state: "listing" }, 7_200_001, true],
    ["failed", { ...summary, state: "failed" }, 7_200_001, false],
    ["finished", listedSummary([]), 7_200_001, false],
  ])("of a crawl that is %s says whether it has stalled", (_, given, silentMs, isStalled) => {
    const status = crawlStatus(given, tally());
    const since = stalledSince(status, Date.parse(status.updated_at ?? "") + silentMs);
    expect(since).toBe(isStalled ? status.updated_at : undefined);
  });

  test("of a crawl that waits has the same counts, all zero", () => {
    const status = queuedStatus(summary.crawlId, 0);
    expect(status.state).toBe("queued");
    expect(Object.keys(status.pictures)).toEqual(
      Object.keys(crawlStatus(summary, tally([])).pictures),
    );
  });
});
