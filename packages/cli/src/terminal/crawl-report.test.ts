import { crawlStatus } from "@reddit-crawler/crawl-status/crawl-status";
import { crawlTotals } from "@reddit-crawler/crawl-status/crawl-totals";
import { tallyOfRecord } from "@reddit-crawler/crawl-status/post-tally";
import type { CrawlSummary, PostRecord } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { describe, expect, test } from "vitest";

import { crawlReport, resultJson, type CrawlResult } from "./crawl-report.ts";
import { newNotes, noNotes } from "./notes.ts";
import { noPaint } from "./paint.ts";

const summary: CrawlSummary = contracts["crawl-summary"].examples[0]!;
const partly: PostRecord = {
  ...contracts["post-record"].examples[0]!,
  outcome: "partly-stored",
  links: [
    {
      position: 1,
      foundIn: "gallery",
      outcome: "stored",
      key: "media/aww/1skbyfv/01.jpg",
      bytes: 123_456,
    },
    { position: 2, foundIn: "gallery", outcome: "unavailable", reason: "gallery-item-failed" },
  ],
};
const earlier = { ...partly, links: [{ ...partly.links[0]!, outcome: "already-stored" }] };
const without: PostRecord = { ...partly, outcome: "no-pictures", reason: "text-only", links: [] };
const spent = { startingMs: 1000, listingMs: 2000, downloadingMs: 4345, waitingForRedditMs: 0 };

function result(
  more: Partial<CrawlSummary> = {},
  records = [partly, earlier, without],
): CrawlResult {
  return {
    status: crawlStatus({ ...summary, ...more }, crawlTotals(records.map(tallyOfRecord))),
    records,
    spent,
    folder: "/pictures",
  };
}

describe("a crawl's report", () => {
  test("says how far a crawl is that goes on, and nothing of the sort of one that was stopped", () => {
    const begunAt = new Date(Date.now() - 600_000).toISOString();
    const updatedAt = new Date().toISOString();
    const listing = { state: "listing", begunAt, updatedAt, coveredShare: 0.5 };
    expect(crawlReport(result(listing), noPaint, newNotes())).toContain(
      "About 50 % of the listing is done. At this speed the crawl is over at 2",
    );
    const silentSince = new Date(Date.now() - 1_000_000).toISOString();
    const stopped = { ...listing, begunAt: "2026-01-01T00:00:00Z", updatedAt: silentSince };
    expect(crawlReport(result(stopped), noPaint, newNotes())).not.toContain("of the listing");
  });

  test("counts what could not be read, and says where a file had fewer posts", () => {
    const counts = { ...summary.counts, unreadable: 2 };
    const words = crawlReport(
      result({ counts, source: "file", cutByReddit: true }),
      noPaint,
      newNotes(),
    );
    expect(words).not.toContain("Read from");
    const dataAsOf = "2026-04-20T13:00:00.000Z";
    expect(crawlReport(result({ dataAsOf }), noPaint, newNotes())).toContain(
      "Read from Reddit's API, as of 2026-04-20 13:00 UTC.",
    );
    expect(words).toContain("2 posts or lines could not be read.");
    expect(words).toContain("The file had 100 posts of it, fewer than the 100 asked for.");
  });

  test("fits a terminal: prose is broken between words, and titles are cut", () => {
    const note = "Read without keys: each page takes a minute, and scores are known later.";
    const words = crawlReport(result({ note }), noPaint, newNotes(), 50);
    expect(words).toContain(
      "Read without keys: each page takes a minute, and\nscores are known later.",
    );
    const longest = Math.max(...words.split("\n").map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(50);
    expect(crawlReport(result({ note }), noPaint, newNotes())).toContain(note);
  });

  test("says in words what there is, what is not and why, the largest, and where the time went", () => {
    expect(crawlReport(result(), noPaint, newNotes())).toBe(
      `3 of 100 posts of r/aww in 7.3 s
2 pictures, 246.9 KB, 1 of them new, in /pictures

Posts
  2  partly-stored
  1  no-pictures

Left out, links and posts
  1  gallery-item-failed
  1  text-only

Largest
  123.5 KB  aww/1skbyfv/01.jpg  Two cats in a box
  123.5 KB  aww/1skbyfv/01.jpg  Two cats in a box

Time  starting 1.0 s · listing 2.0 s · downloading 4.3 s`,
    );
  });

  test("says of a picture that is the same as another that it is a copy, and not that it is old", () => {
    const copy = { ...partly.links[0]!, duplicateOf: "media/aww/1skbyfu/01.jpg" };
    const words = (copied: number) => {
      const copies = Array.from({ length: copied }, () => ({ ...partly, links: [copy] }));
      return crawlReport(result({}, [partly, ...copies]), noPaint, newNotes()).split("\n")[1];
    };
    expect(words(1)).toBe("2 pictures, 246.9 KB, 1 of them new, 1 copy of another, in /pictures");
    expect(words(2)).toContain("3 pictures, 370.4 KB, 1 of them new, 2 copies of others,");
  });

  test("repeats no note that was said while the crawl ran", () => {
    const notes = newNotes();
    const note = "Read from the public feed. The archive was away. The feed refused.";
    notes.say("Read from the public feed.");
    notes.say("The feed refused.");
    const report = (whole = notes) => crawlReport(result({ note }), noPaint, whole);
    expect(report()).toMatch(/\n\nThe archive was away\.$/);
    notes.say("The archive was away.");
    expect(report()).toMatch(/downloading 4\.3 s$/);
    expect(report(noNotes)).toBe(report());
    expect(JSON.parse(resultJson(result({ note })))).toMatchObject({ note });
  });

  test("does not keep quiet about what Reddit cut, what the source lacks, and what was given up", () => {
    const cut = result({ limit: 1000, cutByReddit: true, note: "Read from the public feed." }, []);
    const posts = { ...cut.status.posts, failed: 1 };
    const report = crawlReport({ ...cut, status: { ...cut.status, posts } }, noPaint, newNotes());
    expect(report).toContain("Reddit listed 100 posts, fewer than the 1000 asked for.");
    expect(report).toContain("Read from the public feed.");
    expect(report).toContain("\nno picture, in /pictures");
    expect(report).not.toContain("of them new");
    expect(report).toContain("1 post given up after several attempts");
  });

  test("shows a hostile title as text of bounded length", () => {
    const title = `\u001b[2J${"cat ".repeat(50)}`;
    const hostile = { ...partly, post: { ...partly.post, title } };
    const report = crawlReport(result({}, [hostile]), noPaint, newNotes());
    expect(report).not.toContain("\u001b");
    expect(Math.max(...report.split("\n").map((line) => line.length))).toBeLessThan(90);
  });

  test("names the ten largest, largest first", () => {
    const records = Array.from({ length: 12 }, (_, i) => ({
      ...partly,
      links: [{ ...partly.links[0]!, bytes: i, key: `media/aww/p${i}/01.jpg` }],
    }));
    expect(JSON.parse(resultJson(result({}, records)))).toMatchObject({
      largest: [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((bytes) => ({ bytes })),
    });
  });

  test("for scripts has the status as the HTTP API tells it", () => {
    expect(JSON.parse(resultJson(result()))).toMatchObject({
      crawl_id: summary.crawlId,
      pictures: { stored: 1, duplicate: 1 },
      milliseconds: { downloading: 4345 },
      folder: "/pictures",
    });
  });
});
