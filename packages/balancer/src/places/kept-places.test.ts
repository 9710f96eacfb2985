import { memoryObjects } from "@reddit-crawler/bucket/testing/memory-objects";
import { balancerStateKey } from "@reddit-crawler/message-schema/storage-keys";
import { describe, expect, test } from "vitest";

import { loadPlaces } from "./kept-places.ts";

const queueUrl = "https://sqs.eu-central-1.amazonaws.com/123456789012/stack-PostQueue-ABC";
const key = balancerStateKey(queueUrl);
const startMs = Date.parse("2026-11-22T20:00:00Z");

function bucket() {
  const objects = memoryObjects();
  let now = startMs;
  const sleeps: number[] = [];
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      sleeps.push(ms);
      now += ms;
    },
  };
  const load = (changes: { places?: number; queueUrl?: string } = {}) =>
    loadPlaces(objects, clock, {
      queueUrl,
      places: 10,
      times: { longestRunMs: 180_000, pollMs: 500 },
      endsAtMs: now + 75_000,
      ...changes,
    });
  return { objects, load, sleeps, clock, pass: (ms: number) => void (now += ms) };
}

describe("the places of a round", () => {
  test("are empty before the first one, and then nothing is written", async () => {
    const { objects, load } = bucket();
    const kept = await load();
    expect(kept?.places.state.atWork).toEqual([]);
    await kept?.close();
    expect(objects.calls.write).toBe(0);
  });

  test("are known to the next one", async () => {
    const { objects, load } = bucket();
    const kept = await load();
    await kept?.open();
    kept?.places.take("a", startMs);
    kept?.places.take("b", startMs + 1);
    kept?.places.report([{ id: "a", dispatchedAtMs: startMs }], startMs + 2);
    await kept?.close();
    expect(JSON.parse(objects.objects.get(key) ?? "")).toEqual({
      kind: "closed",
      queueUrl,
      atWork: [{ id: "b", startedAt: "2026-11-22T20:00:00.001Z" }],
      lastReportAt: "2026-11-22T20:00:00.002Z",
      isDeaf: false,
    });
    expect((await load())?.places.state).toEqual(kept?.places.state);
  });

  test("are opened once", async () => {
    const { objects, load } = bucket();
    const kept = await load();
    expect([await kept?.open(), await kept?.open()]).toEqual([true, true]);
    expect(objects.calls.write).toBe(1);
  });

  test("are not opened by two balancers that loaded them at the same time", async () => {
    const { load } = bucket();
    const [one, other] = [await load(), await load()];
    expect([await one?.open(), await other?.open()]).toEqual([true, false]);
  });

  test("of another queue, as of a former run on one machine, are none", async () => {
    const { load } = bucket();
    const kept = await load();
    await kept?.open();
    const other = await load({ queueUrl: queueUrl.replace("eu-central-1", "eu-central-2") });
    expect(other?.places.state.atWork).toEqual([]);
  });
});

describe("a balancer that comes while another one works", () => {
  test("leaves at once when that one began just now", async () => {
    const { load, pass, sleeps } = bucket();
    await (await load())?.open();
    pass(1000);
    expect(await load()).toBeUndefined();
    expect(sleeps).toEqual([]);
  });

  test("takes over as soon as that one, of the tick before, has ended", async () => {
    const { load, pass, clock } = bucket();
    const former = await load();
    await former?.open();
    former?.places.take("a", startMs);
    pass(60_000);
    const loading = load();
    while (clock.now() < startMs + 65_000) await new Promise((resolve) => setImmediate(resolve));
    await former?.close();
    const kept = await loading;
    expect(kept?.places.state).toEqual(former?.places.state);
    expect(clock.now() - startMs).toBeLessThanOrEqual(67_000);
    expect(await kept?.open()).toBe(true);
  });
});

describe("after a balancer that died", () => {
  const unknown = (startedAtMs: number) => Array.from({ length: 10 }, () => ({ startedAtMs }));

  test("every place counts as taken, from the end of its time", async () => {
    const { load, pass } = bucket();
    await (await load())?.open();
    pass(60_000);
    const kept = await load();
    expect(kept?.places.state.atWork).toEqual(unknown(startMs + 75_000));
  });

  test("with more places than there are now, all of those do", async () => {
    const { load, pass } = bucket();
    await (await load({ places: 30 }))?.open();
    pass(80_000);
    expect((await load())?.places.state.atWork).toHaveLength(30);
  });

  test("and left what nobody can read, every place counts as taken from now", async () => {
    const { objects, load } = bucket();
    objects.objects.set(key, "{");
    const kept = await load();
    expect(kept?.places.state.atWork).toEqual(unknown(startMs));
  });
});
