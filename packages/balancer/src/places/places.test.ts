import { describe, expect, test } from "vitest";

import { emptyPlaces, Places } from "./places.ts";

const times = { longestRunMs: 180_000, pollMs: 500 };
const startMs = Date.parse("2026-11-22T20:00:00Z");
const count = (inFlight: number, readAtMs: number) => ({ inFlight, readAtMs });
const end = (id: string, dispatchedAtMs = startMs) => ({ id, dispatchedAtMs });

function filled(...ids: string[]) {
  const places = new Places(times);
  for (const id of ids) places.take(id, startMs);
  return places;
}

describe("a place", () => {
  test("is taken until the end of its worker is reported", () => {
    const places = filled("a", "b");
    expect(places.taken(count(0, startMs + 59_999), startMs + 59_999)).toBe(2);
    places.report([end("a")], startMs + 1000);
    expect(places.taken(count(9, startMs + 1000), startMs + 1000)).toBe(1);
  });

  test("is freed once, however often an end is reported", () => {
    const places = filled("a", "b");
    places.report([end("a"), end("a"), end("unknown")], startMs + 1000);
    expect(places.state.atWork).toEqual([{ id: "b", startedAtMs: startMs }]);
  });

  test("is free without a report once the count cannot be from before its worker's start", () => {
    const places = filled("a", "b");
    const nowMs = startMs + 60_000;
    expect(places.taken(count(1, nowMs), nowMs)).toBe(1);
    expect(places.taken(count(2, nowMs), nowMs)).toBe(2);
  });

  test("is not free by the queue's count where no answer came to the invocation", () => {
    const places = new Places(times);
    places.take("a", startMs);
    places.uncount("a");
    const nowMs = startMs + 60_000;
    expect(places.taken(count(0, nowMs), nowMs)).toBe(1);
    places.report([{ id: "a", dispatchedAtMs: startMs }], nowMs);
    expect(places.taken(count(0, nowMs), nowMs)).toBe(0);
  });

  test("is free after the longest run, whatever is counted", () => {
    const places = filled("a");
    const before = startMs + 179_999;
    expect(places.taken(count(5, before), before)).toBe(1);
    expect(places.taken(count(5, before + 1), before + 1)).toBe(0);
    expect(places.state.atWork).toEqual([]);
  });
});

describe("workers of which nobody knows the names", () => {
  const unknown = () =>
    new Places(times, {
      ...emptyPlaces,
      atWork: Array.from({ length: 3 }, () => ({ startedAtMs: startMs })),
    });

  test("free a place each by any end that is reported", () => {
    const places = unknown();
    places.report([end("x", startMs - 1000), end("y", startMs - 59_999)], startMs + 1);
    expect(places.state.atWork).toHaveLength(1);
  });

  test("do not by the end of one whose place the count may have freed already", () => {
    const places = unknown();
    places.report([end("x", startMs - 60_000)], startMs + 1);
    expect(places.state.atWork).toHaveLength(3);
  });

  test("free their places by the count after a minute", () => {
    const places = unknown();
    expect(places.taken(count(0, startMs + 59_999), startMs + 59_999)).toBe(3);
    expect(places.taken(count(1, startMs + 60_000), startMs + 60_000)).toBe(1);
  });
});

describe("places of which nobody reports the ends", () => {
  const minute = startMs + 60_000;

  test("follow the count closely once more than two ends were seen and none was reported", () => {
    const places = filled("a", "b", "c");
    expect(places.taken(count(0, minute), minute)).toBe(0);
    expect(places.state.isDeaf).toBe(true);
    places.take("d", minute);
    expect(places.taken(count(0, minute + 499), minute + 499)).toBe(1);
    expect(places.taken(count(0, minute + 500), minute + 500)).toBe(0);
  });

  test("wait for reports again after the first one", () => {
    const places = filled("a", "b", "c");
    places.taken(count(0, minute), minute);
    places.report([end("a")], minute);
    places.take("d", minute);
    expect(places.taken(count(0, minute + 500), minute + 500)).toBe(1);
  });

  test.each([
    ["two reports were lost", ["a", "b"], []],
    ["others were reported", ["a", "b", "c"], ["before"]],
  ])("are not believed in where %s", (_, ids, reported) => {
    const places = filled(...ids, ...reported);
    places.report(
      reported.map((id) => end(id)),
      startMs + 1000,
    );
    expect(places.taken(count(0, minute), minute)).toBe(0);
    expect(places.state.isDeaf).toBe(false);
  });
});
