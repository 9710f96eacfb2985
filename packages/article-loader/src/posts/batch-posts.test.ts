import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { QueuedPost } from "../world.ts";
import { batchPosts } from "./batch-posts.ts";

const post = (postId: string, bytes: number) => ({ postId, text: "x".repeat(bytes), bytes });
const sizes = (posts: QueuedPost[]) => batchPosts(posts).map((batch) => batch.length);

test.each([
  [0, []],
  [1, [1]],
  [10, [10]],
  [11, [10, 1]],
  [30, [10, 10, 10]],
])("%i small posts make batches of %j", (count, expected) => {
  expect(sizes(Array.from({ length: count }, (_, index) => post(`${index}`, 100)))).toEqual(
    expected,
  );
});

test("a batch has no more bytes than SQS takes", () => {
  expect(sizes([post("a", 600_000), post("b", 448_576), post("c", 1)])).toEqual([2, 1]);
  expect(sizes([post("d", 600_000), post("e", 448_577)])).toEqual([1, 1]);
});

test("every post is in one batch, in its order", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 300_000 }), { maxLength: 40 }), (bytes) => {
      const posts = bytes.map((size, index) => post(`${index}`, size));
      const batches = batchPosts(posts);
      expect(batches.flat()).toEqual(posts);
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(10);
        expect(batch.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(1_048_576);
      }
    }),
    { numRuns: 30 },
  );
});
