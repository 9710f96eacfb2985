import { expect, test } from "vitest";

import { filterFields, readSince } from "./filter-options.ts";

const nowMs = Date.parse("2026-11-22T20:00:00Z");

test.each([
  ["2026-11-20", "2026-11-20T00:00:00.000Z"],
  ["2026-11-20T10:00:00+01:00", "2026-11-20T09:00:00.000Z"],
  ["2024-02-29", "2024-02-29T00:00:00.000Z"],
  ["2026-11-20T23:30Z", "2026-11-20T23:30:00.000Z"],
  ["12h", "2026-11-22T08:00:00.000Z"],
  ["3d", "2026-11-19T20:00:00.000Z"],
  ["2w", "2026-11-08T20:00:00.000Z"],
])("since %s means %s", (text, instant) => {
  expect(readSince(text, nowMs)).toBe(instant);
});

test.each([
  ["yesterday"],
  ["3x"],
  [""],
  ["d3"],
  ["2026-13-40"],
  ["3"],
  ["40"],
  ["2026"],
  ["2026-02-30"],
  ["2026-02-30T10:00:00Z"],
  ["11/22/2026"],
  ["2026-11-22T20:00:00"],
  ["2026-11-22T25:00:00Z"],
])("since %j is refused", (text) => {
  expect(() => readSince(text, nowMs)).toThrow("It must be a date such as");
});

test("an order says nothing of what the person said nothing about", () => {
  expect(filterFields({ nsfw: true, spoilers: true })).toEqual({});
  expect(filterFields({ nsfw: false, spoilers: true, minScore: 0, hosts: ["reddit"] })).toEqual({
    nsfw: false,
    min_score: 0,
    media_hosts: ["reddit"],
  });
});
