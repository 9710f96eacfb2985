import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { archivedGallery, archivedPosts } from "../testing/fake-archive.ts";
import { feedEntry, feedXml } from "../testing/feed-xml.ts";
import { keylessWorld } from "../testing/keyless-world.ts";
import { crawlRequest } from "../testing/loader-world.ts";

const [young, old] = archivedPosts(2, 1, Date.parse(crawlRequest.requestedAt) / 1000);
const gallery = archivedGallery(young!, 1);
const feed = { body: feedXml([feedEntry(gallery.id, { url: gallery.url }), feedEntry(old!.id)]) };

/** A crawl whose first attempt did not find the gallery in the archive, and died behind its page. */
async function afterFirstAttempt() {
  const played = keylessWorld(() => feed, [old!]);
  const { world, archive } = played;
  world.timeoutMs = 3_600_000;
  world.beforeWrite = (_, value) => {
    if (value["state"] === "listed") throw new RetryableError("bucket-unavailable", "away");
  };
  await expect(world.load({}, 1)).rejects.toMatchObject({ code: "bucket-unavailable" });
  expect(world.records.map(({ reason }) => reason)).toEqual(["gallery-needs-api"]);
  world.beforeWrite = () => undefined;
  archive.posts = [gallery, old!];
  return played;
}

test("a post that was recorded as unknown is not sent by a later attempt that finds it", async () => {
  const { world } = await afterFirstAttempt();
  await world.load({}, 2);
  expect(world.queued).toEqual([old!.id, old!.id]);
  expect(world.records).toHaveLength(1);
  expect(world.summary).toMatchObject({
    state: "listed",
    counts: { listed: 2, queued: 1, withoutPictures: 1, picturesLinked: 1 },
  });
});

test("nor by one that was put off since then, and comes as a new message", async () => {
  const { world } = await afterFirstAttempt();
  await world.load({ attemptedBefore: true }, 1);
  expect(world.queued).toEqual([old!.id, old!.id]);
});

test("no other post is called a duplicate of it, which stores nothing", async () => {
  const { world, archive } = await afterFirstAttempt();
  archive.posts = [gallery, { ...old!, url: "https://i.redd.it/m1.jpg" }];
  world.sent.length = 0;
  await world.load({}, 2);
  expect(world.sent.map(({ text }) => JSON.parse(text).links[0].duplicateOf)).toEqual([undefined]);
});

test("the next crawl asks for it again", async () => {
  const { world } = await afterFirstAttempt();
  await world.load({ crawlId: "01KAR7Q8Z4M3XWQ0V5T9B2C6DF" });
  expect(world.queued.slice(1)).toEqual([gallery.id, old!.id]);
});

test("what a worker has decided does not keep a post from being sent again", async () => {
  const { world } = keylessWorld(() => feed, [gallery, old!]);
  const key = `crawls/${crawlRequest.crawlId}/posts/${old!.id}.stored_mws9jut9_203_0_stored.1_.json`;
  world.texts.set(key, { text: "{}", version: "1" });
  await world.load({}, 2);
  expect(world.queued).toEqual([gallery.id, old!.id]);
});
