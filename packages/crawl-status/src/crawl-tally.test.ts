import { crawlTallyKey, tallyShardOf } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { crawlTotals, readTally } from "./crawl-totals.ts";
import { tallyOfGivenUp } from "./post-tally.ts";
import { storedPost, tallyWorld } from "./testing/tally-world.ts";

const ids = (count: number) => Array.from({ length: count }, (_, i) => `p${i.toString(36)}`);

async function totals({ crawlId, objects }: ReturnType<typeof tallyWorld>) {
  return crawlTotals(await readTally(crawlId, async (key) => (await objects.read(key))?.text));
}

describe("a tally", () => {
  test("counts every post of many writers that work at once", async () => {
    const world = tallyWorld();
    for (const batch of [ids(40), ids(80).slice(40)])
      await Promise.all(batch.map((id) => world.add(id)));
    expect(await totals(world)).toMatchObject({ posts: 80, bytes: 8000 });
    expect(world.objects.calls.write).toBeGreaterThan(80);
  });

  test("counts a post once however often it is added, and then writes nothing", async () => {
    const world = tallyWorld();
    await world.add("a1");
    const { write } = world.objects.calls;
    await world.add("a1", { ...storedPost, bytes: 1 });
    expect(await totals(world)).toMatchObject({ posts: 1, bytes: 100 });
    expect(world.objects.calls.write).toBe(write);
  });

  test("counts a given-up post as decided once it is, and never the other way round", async () => {
    const world = tallyWorld();
    const lost = tallyOfGivenUp("http-503", 0);
    await world.add("a1", lost);
    expect((await totals(world)).outcomes).toEqual(new Map([["given-up", 1]]));
    await world.add("a1");
    await world.add("a1", lost);
    expect((await totals(world)).outcomes).toEqual(new Map([["stored", 1]]));
  });

  test.each(["no-pictures", "filtered"])(
    "says what a worker made of a post, as its record does, where a retried listing called it %s",
    async (outcome) => {
      const listing = { ...storedPost, outcome, links: {}, reasons: { "no-picture-links": 1 } };
      for (const entries of [
        [listing, storedPost],
        [storedPost, listing],
      ]) {
        const world = tallyWorld();
        for (const entry of entries) await world.add("a1", { ...entry });
        expect(await totals(world)).toMatchObject({ posts: 1, bytes: 100 });
        expect((await totals(world)).outcomes).toEqual(new Map([["stored", 1]]));
      }
    },
  );

  test("keeps what a listing said of a post whose message is given up, as its record does", async () => {
    const world = tallyWorld();
    await world.add("a1", { ...storedPost, outcome: "no-pictures" });
    await world.add("a1", tallyOfGivenUp("http-503", 0));
    expect((await totals(world)).outcomes).toEqual(new Map([["no-pictures", 1]]));
  });

  test("takes a page of posts in one write for each shard", async () => {
    const world = tallyWorld();
    const page = new Map(ids(100).map((id) => [id, storedPost]));
    await world.tallies.add(world.crawlId, page);
    expect(await totals(world)).toMatchObject({ posts: 100 });
    expect(world.objects.calls.write).toBe(8);
  });

  test("keeps posts whose ids are names that every object has", async () => {
    const world = tallyWorld();
    await world.add("constructor");
    expect(await totals(world)).toMatchObject({ posts: 1 });
  });

  test("gives up as retryable when others are always first, and has lost nothing of theirs", async () => {
    const world = tallyWorld();
    await world.add("a1");
    const key = crawlTallyKey(world.crawlId, tallyShardOf("a1"));
    const neighbour = ids(100).find((id) => tallyShardOf(id) === tallyShardOf("a1")) ?? "";
    world.objects.replace = async () => false;
    await expect(world.add(neighbour)).rejects.toMatchObject({
      name: "RetryableError",
      code: "object-contended",
    });
    expect(world.objects.objects.get(key)).toContain("a1");
  });
});
