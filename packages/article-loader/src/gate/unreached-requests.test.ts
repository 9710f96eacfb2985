import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import { expect, test } from "vitest";

import { FakeWorld } from "../testing/loader-world.ts";
import { newDoor } from "./door.ts";
import { atTurn } from "./request-gate.ts";

/** As the public feed's. */
const spacingMs = 60_000;

/** How long it takes until the request behind two that ended with `code` leaves, in a process of its own. */
async function waitBehind(code: "host-not-found" | "answer-timeout", heldMs: number) {
  const clock = new VirtualClock();
  const world = new FakeWorld({}, clock);
  const crawl = world.crawl();
  const pass = (send: () => Promise<unknown>) =>
    clock.run(atTurn(send, newDoor("state/feed-gate.json", spacingMs, heldMs), world, crawl));
  const startMs = clock.now();
  const failing = () => Promise.reject(new RetryableError(code, "no answer"));
  for (const _ of [1, 2]) await expect(pass(failing)).rejects.toThrow("no answer");
  await pass(async () => undefined);
  return clock.now() - startMs;
}

test.each([0, 70_000])(
  "a request that reached nobody needs no spacing behind it (door held for %d ms)",
  async (heldMs) => {
    expect(await waitBehind("host-not-found", heldMs)).toBeLessThan(5000);
    expect(await waitBehind("answer-timeout", heldMs)).toBeGreaterThanOrEqual(2 * spacingMs);
  },
);
