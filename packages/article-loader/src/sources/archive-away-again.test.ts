import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { CrawlRequest } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { archivedGallery, archivedPosts, away } from "../testing/fake-archive.ts";
import { feedEntry, feedXml } from "../testing/feed-xml.ts";
import { keylessWorld } from "../testing/keyless-world.ts";
import { crawlRequest } from "../testing/loader-world.ts";

const [picture] = archivedPosts(1, 1, Date.parse(crawlRequest.requestedAt) / 1000);
const gallery = archivedGallery(picture!, 1);

/** A crawl whose first attempt sent the gallery whole and died; since then the archive is away. */
async function sentBefore(request: Partial<CrawlRequest>) {
  const feed = { body: feedXml([feedEntry(gallery.id, { url: gallery.url })]) };
  const { world, archive } = keylessWorld(() => feed, [gallery]);
  world.timeoutMs = 3_600_000;
  world.beforeWrite = (_, value) => {
    if (value["state"] === "listed") throw new RetryableError("bucket-unavailable", "away");
  };
  await expect(world.load(request, 1)).rejects.toMatchObject({ code: "bucket-unavailable" });
  expect(world.queued).toEqual([gallery.id]);
  world.beforeWrite = () => undefined;
  archive.faults.push(...Array.from({ length: 100 }, () => away));
  return { world, archive };
}

describe.each([
  ["a listing", {}],
  ["a single post", { postId: gallery.id, limit: 1 }],
] satisfies [string, Partial<CrawlRequest>][])("while the archive is away, of %s", (_, request) => {
  test("no later attempt records by the feed what one before has sent whole", async () => {
    const { world } = await sentBefore(request);
    await world.load(request, 2);
    expect(world.records).toEqual([]);
    expect(world.published).toMatchObject([{ deferred: 1, deferredFor: "archive-down" }]);
  });

  test("nor does the message that it is put off to, however often, nor one of its attempts", async () => {
    const { world } = await sentBefore(request);
    await world.load(request, 2);
    await world.load(world.published[0], 1);
    await world.load(world.published[1], 1);
    await expect(world.load(world.published[2], 1)).rejects.toMatchObject({ code: "archive-down" });
    expect(world.records).toEqual([]);
  });

  test("the message that it is put off to goes on with the archive", async () => {
    const { world, archive } = await sentBefore(request);
    await world.load(request, 2);
    archive.faults.length = 0;
    await world.load(world.published[0], 1);
    expect(world.queued).toEqual([gallery.id, gallery.id]);
    expect(world.summary).toMatchObject({ state: "listed", counts: { listed: 1, queued: 1 } });
  });
});

test("a message that was put off without any attempt before falls back to the feed", async () => {
  const feed = { body: feedXml([feedEntry(gallery.id, { url: gallery.url })]) };
  const { world, archive } = keylessWorld(() => feed, [gallery]);
  archive.faults.push(...Array.from({ length: 100 }, () => away));
  await world.load({ deferred: 1, deferredFor: "rate-limited" }, 1);
  expect(world.records.map(({ reason }) => reason)).toEqual(["gallery-needs-api"]);
});
