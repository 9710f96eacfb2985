import { randomBytes } from "node:crypto";

import { assert, integer, property, uint8Array } from "fast-check";
import { expect, test } from "vitest";

import { crawlIdSchema, crawlIdTimeMs, newCrawlId } from "./crawl-id.ts";

const zeros = (count: number) => new Uint8Array(count);
const latestMs = 2 ** 48 - 1;

test.each([
  ["01KAR7Q8Z4M3XWQ0V5T9B2C6DE", true],
  ["01KAR7Q8Z4M3XWQ0V5T9B2C6DI", false],
  ["91KAR7Q8Z4M3XWQ0V5T9B2C6DE", false],
])("has 26 characters of Crockford's alphabet, within 48 bits of time: %s", (id, isOne) => {
  expect(crawlIdSchema.safeParse(id).success).toBe(isOne);
});

test("writes the time as the ULID specification does", () => {
  expect(newCrawlId(1469918176385, zeros)).toBe("01ARYZ6S410000000000000000");
  expect(newCrawlId(latestMs, zeros)).toBe("7ZZZZZZZZZ0000000000000000");
});

test("is a crawl id that names its time, whatever that and the random bytes are", () => {
  assert(
    property(
      integer({ min: 0, max: latestMs }),
      uint8Array({ minLength: 16, maxLength: 16 }),
      (timeMs, bytes) => {
        const id = newCrawlId(timeMs, () => bytes);
        return crawlIdSchema.safeParse(id).success && crawlIdTimeMs(id) === timeMs;
      },
    ),
  );
});

test("sorts by time as text", () => {
  assert(
    property(integer({ min: 0, max: latestMs - 1 }), (timeMs) => {
      const lastOfThisMs = newCrawlId(timeMs, (count) => new Uint8Array(count).fill(31));
      return lastOfThisMs < newCrawlId(timeMs + 1, zeros);
    }),
  );
});

test("gives every random character all 32 values equally often", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const counts = new Map<string, number>();
  for (const byte of bytes) {
    const last = newCrawlId(0, (count) => new Uint8Array(count).fill(byte)).at(-1) ?? "";
    counts.set(last, (counts.get(last) ?? 0) + 1);
  }
  expect([...counts.values()]).toEqual(Array.from({ length: 32 }, () => 8));
});

test("differs for two crawls of the same millisecond", () => {
  expect(newCrawlId(1, randomBytes)).not.toBe(newCrawlId(1, randomBytes));
});
