import { createLog } from "@reddit-crawler/function-runtime/log";
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
  const lines: string[] = [];
  const log = createLog({ service: "balancer", write: (line) => lines.push(line) });
  const load = (changes: { places?: number; queueUrl?: string } = {}) =>
    loadPlaces(
      { objects, clock, log },
      {
        queueUrl,
        places: 10,
        times: { longestRunMs: 180_000, pollMs: 500 },
        endsAtMs: now + 75_000,
        ...changes,
      },
    );
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
    await kept?.hold();
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

  test("are taken once", async () => {
    const { objects, load } = bucket();
    const kept = await load();
    expect([await kept?.hold(), await kept?.hold()]).toEqual([true, true]);
    expect(objects.calls.write).toBe(1);
  });

  test("are not taken by two balancers that loaded them at the same time", async () => {
    const { load } = bucket();
    const [one, other] = [await load(), await load()];
    expect([await one?.hold(), await other?.hold()]).toEqual([true, false]);
  });

  test("of another queue, as of a former run on one machine, are none", async () => {
    const { load } = bucket();
    const kept = await load();
    await kept?.hold();
    const other = await load({ queueUrl: queueUrl.replace("eu-central-1", "eu-central-2") });
    expect(other?.places.state.atWork).toEqual([]);
  });
});

describe("a balancer that comes while another one works", () => {
  test("leaves at once when that one began just now", async () => {
    const { load, pass, sleeps } = bucket();
    await (await load())?.hold();
    pass(1000);
    expect(await load()).toBeUndefined();
    expect(sleeps).toEqual([]);
  });

  test("takes over as soon as that one, of the tick before, has ended", async () => {
    const { load, pass, clock } = bucket();
    const former = await load();
    await former?.hold();
    former?.places.take("a", startMs);
    for (let second = 0; second < 60; second++) {
      pass(1000);
      expect(await former?.hold()).toBe(true);
    }
    const loading = load();
    while (clock.now() < startMs + 65_000) await new Promise((resolve) => setImmediate(resolve));
    await former?.close();
    const kept = await loading;
    expect(kept?.places.state).toEqual(former?.places.state);
    expect(clock.now() - startMs).toBeLessThanOrEqual(67_000);
    expect(await kept?.hold()).toBe(true);
  });
});

describe("after a balancer that died", () => {
  const unknown = (startedAtMs: number) => Array.from({ length: 10 }, () => ({ startedAtMs }));

  test("every place counts as taken, from the end of its lease", async () => {
    const { load, pass } = bucket();
    await (await load())?.hold();
    pass(60_000);
    const kept = await load();
    expect(kept?.places.state.atWork).toEqual(unknown(startMs + 20_000));
  });

  test("the next one waits for the end of its lease, and not for that of its time", async () => {
    const { load, pass, clock } = bucket();
    const former = await load();
    pass(58_000);
    await former?.hold();
    pass(2000);
    await load();
    expect(clock.now() - startMs).toBe(78_000);
  });

  test("and was of a release without leases, the next one waits for the end of its time", async () => {
    const { objects, load, pass, clock } = bucket();
    const until = new Date(startMs + 75_000).toISOString();
    objects.objects.set(key, JSON.stringify({ kind: "open", queueUrl, until, places: 10 }));
    expect(await load()).toBeUndefined();
    pass(60_000);
    const kept = await load();
    expect(kept?.places.state.atWork).toEqual(unknown(startMs + 75_000));
    expect(clock.now() - startMs).toBe(75_000);
  });

  test("with more places than there are now, all of those do", async () => {
    const { load, pass } = bucket();
    await (await load({ places: 30 }))?.hold();
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

describe("a clock that was set back by hours", () => {
  test("does not keep the next balancer from its work", async () => {
    const { load, pass, sleeps } = bucket();
    await (await load())?.hold();
    pass(-8 * 3_600_000);
    const kept = await load();
    expect(await kept?.hold()).toBe(true);
    expect(sleeps).toEqual([]);
  });

  test("costs a place one longest run, and no more", async () => {
    const { load, pass, clock } = bucket();
    const former = await load();
    await former?.hold();
    former?.places.take("a", startMs);
    await former?.close();
    pass(-8 * 3_600_000);
    const kept = await load();
    const taken = () => kept?.places.taken({ inFlight: 0, readAtMs: clock.now() }, clock.now());
    expect(taken()).toBe(1);
    pass(180_000);
    expect(taken()).toBe(0);
  });

  test("loses the lease to the balancer that took it meanwhile", async () => {
    const { load, pass } = bucket();
    const former = await load();
    await former?.hold();
    pass(-8 * 3_600_000);
    expect(await (await load())?.hold()).toBe(true);
    expect(await former?.hold()).toBe(false);
  });
});
