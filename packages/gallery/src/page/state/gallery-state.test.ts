import { expect, test } from "vitest";

import type { GalleryEvent } from "../../contract/gallery-event.ts";
import { shapeCrawl } from "../../library/shape-crawl.ts";
import { shapePost } from "../../library/shape-post.ts";
import {
  sampleCrawlId,
  sampleRecord,
  sampleSummary,
} from "@reddit-crawler/picture-folder/testing/sample-records";
import { afterEvents, initialState } from "./gallery-state.ts";

const post = (id: string) => shapePost(sampleRecord(id), () => undefined);
const queues = { waiting: 0, inFlight: 0, deadLettered: 0 };
const snapshot: GalleryEvent = { type: "snapshot", crawls: [], posts: [post("1a")], queues };
const crawl = (crawlId: string) => shapeCrawl(sampleSummary({ crawlId }), []);
const later = sampleCrawlId.replace("01KAR", "01KAS");

test("a post that comes again takes its new place", () => {
  const { posts } = afterEvents(initialState, [
    snapshot,
    { type: "posts", posts: [post("1b")] },
    { type: "posts", posts: [post("1a")] },
  ]);
  expect([...posts.keys()]).toEqual(["1b", "1a"]);
});

test("crawls stay newest first, each once", () => {
  const { crawls } = afterEvents(initialState, [
    { type: "crawl", crawl: crawl(later) },
    { type: "crawl", crawl: crawl(sampleCrawlId) },
    { type: "crawl", crawl: crawl(sampleCrawlId) },
  ]);
  expect(crawls.map(({ crawlId }) => crawlId)).toEqual([later, sampleCrawlId]);
});

test("a snapshot after a lost connection replaces all that was known", () => {
  const before = afterEvents(initialState, [
    snapshot,
    { type: "crawl", crawl: crawl(later) },
    { type: "connection", connected: false },
  ]);
  expect(before.connected).toBe(false);
  const after = afterEvents(before, [{ type: "connection", connected: true }, snapshot]);
  expect(after).toMatchObject({ known: true, connected: true, crawls: [] });
});

test("what was known before stays as it was", () => {
  const before = afterEvents(initialState, [snapshot]);
  afterEvents(before, [{ type: "posts", posts: [post("1b")] }]);
  expect([...before.posts.keys()]).toEqual(["1a"]);
});
