import type { PostEnvelope } from "@reddit-crawler/message-schema";
import { expect, test } from "vitest";

import { createPace } from "../hosts/pace.ts";
import { downloadJob, fakeWorker, link, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";
import { handleJob } from "./handle-job.ts";

const bad = "https://i.redd.it/bad.jpg";
const good = "https://i.redd.it/good.jpg";
const hosts = { hostOf: () => ({ pace: { atOnce: 3, spacingMs: 0 } }) };

test("a post behind an address that answers 429 for ever waits, and is stored once the other is given up", async () => {
  const worker = fakeWorker({
    [bad]: { status: 429, headers: { "retry-after": "1" } },
    [good]: samplePicture("jpg"),
  });
  // Each delivery finds another process, which knows of the cooldown by its object alone.
  const deliver = (message: PostEnvelope) => {
    const atPace = createPace({
      clock: worker.world.clock,
      cooldowns: worker.world.cooldowns,
      hosts,
    });
    const hiddenUntil = new Date(worker.world.clock.now() + 180_000).toISOString();
    const job = { ...downloadJob(postMessage([link(1, bad)])), hiddenUntil, message };
    return handleJob(job, 60_000, { ...worker.world, atPace });
  };
  let throttled: PostEnvelope | undefined = postMessage([link(1, bad)]);
  let waiting: PostEnvelope | undefined = postMessage([link(1, good)]);
  const ends: string[] = [];
  const attempts = new Set<number>();
  for (let round = 0; waiting && round < 100; round += 1) {
    if (throttled) {
      const end = await deliver(throttled);
      throttled = end === "given-up" ? undefined : worker.sent.at(-1);
    }
    const end = await deliver(waiting);
    ends.push(end);
    waiting = end === "decided" ? undefined : worker.sent.at(-1);
    if (waiting?.attempt !== undefined) attempts.add(waiting.attempt);
    worker.passTime(1001);
  }
  expect(ends).toEqual([...Array<string>(6).fill("deferred"), "decided"]);
  expect([...attempts]).toEqual([1]);
  expect(worker.filesAsked).toEqual([...Array<string>(6).fill(bad), good]);
  expect(worker.dead).toEqual([postMessage([link(1, bad)])]);
});
