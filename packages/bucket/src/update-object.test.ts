import { expect, test } from "vitest";

import { memoryObjects } from "./testing/memory-objects.ts";
import { updateObject } from "./update-object.ts";

function scene() {
  const objects = memoryObjects();
  const pausesMs: number[] = [];
  const clock = { sleep: async (ms: number) => void pausesMs.push(ms) };
  const world = { objects, clock, random: () => 0.5 };
  const count = (attempts: number) =>
    updateObject("k", world, attempts, (text = "0") => {
      const value = Number(text) + 1;
      return { value, text: String(value) };
    });
  return { objects, pausesMs, world, count };
}

test("writers that overlap all count", async () => {
  const { objects, count } = scene();
  await Promise.all(Array.from({ length: 5 }, () => count(12)));
  expect(objects.objects.get("k")).toBe("5");
});

test("an update without a text leaves the object", async () => {
  const { objects, world } = scene();
  expect(await updateObject("k", world, 1, () => ({ value: "seen" }))).toBe("seen");
  expect(objects.calls).toEqual({ read: 1, write: 0, list: 0 });
});

test("the pauses grow to 400 ms, and after the last attempt the object counts as contended", async () => {
  const { objects, pausesMs, world } = scene();
  const taken = { ...world, random: () => 1, objects: { ...objects, replace: async () => false } };
  await expect(updateObject("k", taken, 7, () => ({ value: 1, text: "1" }))).rejects.toMatchObject({
    name: "RetryableError",
    code: "object-contended",
  });
  expect(pausesMs).toEqual([40, 80, 160, 320, 400, 400]);
});
