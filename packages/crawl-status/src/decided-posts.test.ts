import { postRecordKey, postRecordSchema, textOfCounts } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { describe, expect, test } from "vitest";

import { crawlTotals } from "./crawl-totals.ts";
import { recordKeyOf, tallyOfGivenUp, tallyOfRecord } from "./post-tally.ts";
import { crawlEndWorld, storedPost } from "./testing/crawl-end-world.ts";

const ids = (count: number) => Array.from({ length: count }, (_, i) => `p${i.toString(36)}`);
const totals = async (world: ReturnType<typeof crawlEndWorld>) => crawlTotals(await world.posts());
const record = postRecordSchema.parse(contracts["post-record"].examples[0]);

describe("the decided posts of a crawl", () => {
  test("are known by one listing, without reading any", async () => {
    const world = crawlEndWorld();
    for (const id of ids(500)) world.decide(id);
    expect(await totals(world)).toMatchObject({ posts: 500, bytes: 50_000 });
    expect(world.objects.calls).toEqual({ read: 0, write: 0, list: 1 });
  });

  test("are what their records say", async () => {
    const world = crawlEndWorld();
    world.objects.objects.set(recordKeyOf({ ...record, crawlId: world.crawlId }), "not read");
    expect(await world.posts()).toEqual([tallyOfRecord(record)]);
  });

  test("count once however often they were decided, as they were first", async () => {
    const world = crawlEndWorld();
    world.decide("a1");
    world.decide("a1", { ...storedPost, bytes: 1, decidedAt: "2026-11-22T20:00:08.000Z" });
    expect(await totals(world)).toMatchObject({ posts: 1, bytes: 100 });
  });

  test("count as decided once they are, whether or not they were given up", async () => {
    const world = crawlEndWorld();
    world.decide("a1", tallyOfGivenUp("http-503", 0));
    expect((await totals(world)).outcomes).toEqual(new Map([["given-up", 1]]));
    world.decide("a1");
    expect((await totals(world)).outcomes).toEqual(new Map([["stored", 1]]));
  });

  test.each(["no-pictures", "filtered"])(
    "are what a worker made of them where a retried listing called them %s",
    async (outcome) => {
      const listing = { ...storedPost, outcome, links: {}, reasons: { "no-picture-links": 1 } };
      for (const decidedAt of ["2026-11-22T19:00:00.000Z", "2026-11-22T21:00:00.000Z"]) {
        const world = crawlEndWorld();
        world.decide("a1", { ...listing, decidedAt });
        world.decide("a1");
        expect((await totals(world)).outcomes).toEqual(new Map([["stored", 1]]));
      }
    },
  );

  test("are read where their counts do not fit into a key", async () => {
    const world = crawlEndWorld();
    const links = Array.from({ length: 30 }, (_, i) => ({
      foundIn: "text",
      outcome: "refused",
      reason: `reason-${i}`,
    }));
    const long = { ...record, crawlId: world.crawlId, links };
    expect(textOfCounts(tallyOfRecord(long))).toBe("_");
    world.objects.objects.set(recordKeyOf(long), JSON.stringify(long));
    expect((await totals(world)).reasons.size).toBe(30);
  });

  test("are those that earlier versions counted in tallies, too, each once", async () => {
    const world = crawlEndWorld();
    world.count(ids(40));
    for (const id of ids(60).slice(30)) world.decide(id);
    // Its record lies where they looked for it.
    world.objects.objects.set(postRecordKey(world.crawlId, "p0"), JSON.stringify(record));
    expect(await totals(world)).toMatchObject({ posts: 60, bytes: 6000 });
    expect(world.objects.calls).toMatchObject({ list: 1, read: 8 });
  });

  test("keep ids that are names which every object has", async () => {
    const world = crawlEndWorld();
    world.decide("constructor");
    expect(await totals(world)).toMatchObject({ posts: 1 });
  });
});
