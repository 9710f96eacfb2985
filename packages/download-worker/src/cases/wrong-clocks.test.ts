import { createHash } from "node:crypto";

import { memoryObjects } from "@reddit-crawler/bucket/testing/memory-objects";
import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { SeededRandom } from "@reddit-crawler/function-runtime/testing/seeded-random";
import { VirtualClock } from "@reddit-crawler/function-runtime/testing/virtual-clock";
import { hostRestKey, imgurPageIdKey, pageAnswerKey } from "@reddit-crawler/message-schema";
import { describe, expect, test } from "vitest";

import { createCooldowns, isLasting, throwDuringCooldown } from "../hosts/cooldowns.ts";
import { HostThrottle } from "../hosts/host-throttle.ts";
import { createImgurPageIds } from "../hosts/imgur-page-ids.ts";
import { createPace } from "../hosts/pace.ts";
import { nextStep } from "../job/next-step.ts";
import { createPageAnswers } from "../links/page-answers.ts";
import { createPostRecords } from "../records/post-records.ts";

const hourMs = 3_600_000;
const picture = new URL("https://i.imgur.com/abcdefg.jpg");
const page = new URL("https://imgur.com/a/AbCdE");
const album = { kind: "pictures" as const, album: true, items: [] };

/** A worker's process, and the bucket that it shares. */
function setUp() {
  const clock = new VirtualClock();
  const objects = memoryObjects();
  const log = createLog({ service: "download-worker", write: () => {} });
  const process = () => ({ clock, cooldowns: createCooldowns(objects, clock, log) });
  return { clock, objects, log, process };
}

const instant = (ms: number) => new Date(ms).toISOString();
const kept = (untilMs: number, sinceMs = untilMs) =>
  JSON.stringify({ restUntil: instant(untilMs), since: instant(sinceMs), code: "http-429" });

describe("a host's cooldown", () => {
  test.each([
    [899, true],
    [3 * 3600, false],
    [5 * 365 * 86_400, false],
  ])("of %d s from now is believed: %s", async (seconds, isBelieved) => {
    const { clock, objects, process } = setUp();
    const nowMs = clock.now();
    await objects.put(hostRestKey(picture.hostname), kept(nowMs + seconds * 1000, nowMs));
    const refusal = await throwDuringCooldown(picture, process()).catch((error: unknown) => error);
    expect(refusal instanceof ThrottledError).toBe(isBelieved);
  });

  test("ends when the clock is set back in it, here and for all workers", async () => {
    const { clock, process } = setUp();
    const here = process();
    const pace = createPace({ ...here, hosts: { hostOf: () => undefined } });
    const never = new AbortController().signal;
    const refused = pace(picture, never, () =>
      Promise.reject(new ThrottledError("http-429", "wait", 600)),
    );
    await expect(refused).rejects.toThrow("wait");
    const asked = () => clock.run(pace(picture, never, async () => "asked"));
    await expect(asked()).rejects.toBeInstanceOf(ThrottledError);
    clock.jump(-8 * hourMs);
    expect(await asked()).toBe("asked");
    expect(await throwDuringCooldown(picture, process())).toBeUndefined();
  });

  test("is not taken for a lasting one when the clock is set forward", async () => {
    const { clock, process } = setUp();
    const worker = process();
    await worker.cooldowns.keep(picture.hostname, {
      untilMs: clock.now() + 30_000,
      code: "http-429",
    });
    clock.jump(8 * hourMs);
    expect(await isLasting(picture.hostname, worker)).toBe(false);
  });
});

test("requests to a host stay a spacing apart, and no more, when the clock is set back", async () => {
  const { clock, process } = setUp();
  const pace = createPace({ ...process(), hosts: { hostOf: () => undefined } });
  const never = new AbortController().signal;
  await clock.run(pace(picture, never, async () => undefined));
  clock.jump(-8 * hourMs);
  const startMs = clock.now();
  await clock.run(pace(picture, never, async () => undefined));
  expect(clock.now() - startMs).toBeLessThan(10_000);
});

test("a page's answer of the future is asked for again", async () => {
  const { clock, objects, log } = setUp();
  const answers = createPageAnswers(objects, clock, log);
  await answers.keep(page, album);
  expect(await answers.find(page)).toEqual(album);
  clock.jump(-8 * hourMs);
  expect(await answers.find(page)).toBeUndefined();
  expect(await createPageAnswers(objects, clock, log).find(page)).toBeUndefined();
});

test("a post is deferred for four hours at most, also when the clock is set back 8 h", () => {
  const nowMs = Date.parse("2026-11-22T20:00:00.000Z");
  const attempt = { attempt: 1, isLast: false, gotFurther: false, random: 0, nowMs };
  const host = { hostname: "i.imgur.com", isKnown: true };
  const failures = [{ error: new HostThrottle(host, "http-429", "wait", 5) }];
  expect(nextStep({ ...attempt, failures, deferredSinceMs: nowMs + 8 * hourMs })).toMatchObject({
    kind: "deferred",
    sinceMs: nowMs,
  });
});

test("nothing that the bucket may hold keeps a worker from asking, beyond a cooldown's length", async () => {
  const random = new SeededRandom(16);
  for (let n = 0; n < 300; n++) {
    const { clock, objects, log, process } = setUp();
    const nowMs = clock.now();
    for (const key of [
      hostRestKey(picture.hostname),
      imgurPageIdKey,
      pageAnswerKey(createHash("sha256").update(page.href).digest("hex")),
      "media/aww/1abc/post.json",
    ])
      await objects.put(key, brokenText(random, nowMs));
    const cooldown = await process().cooldowns.find(picture.hostname);
    expect(cooldown?.untilMs ?? 0).toBeLessThanOrEqual(nowMs + 900_000);
    expect(cooldown?.sinceMs ?? 0).toBeLessThanOrEqual(nowMs);
    expect(await createPageAnswers(objects, clock, log).find(page)).toBeUndefined();
    const id = await createImgurPageIds(objects, clock, log).read();
    expect(id?.kind === "id" ? id.id : "").toMatch(/^(?:[0-9a-f]{15})?$/);
    const record = await createPostRecords(objects).readLatest("aww", "1abc");
    expect(record).toMatchObject({ record: undefined });
  }
});

/** A kept text that something went wrong with: cut short, of another version, of another kind, of another time. */
function brokenText(random: SeededRandom, nowMs: number): string {
  const at = nowMs + (random.fraction() - 0.5) * 10 ** random.between(3, 14);
  const whole = random.pick([
    kept(at, nowMs + (random.fraction() - 0.5) * 10 ** random.between(3, 14)),
    JSON.stringify({ kind: "id", id: "0123456789abcde", readAt: at }),
    JSON.stringify({ kind: "none", reason: "x", readAt: `${at}` }),
    JSON.stringify({ page: page.href, askedAt: instant(nowMs + 1 + Math.abs(at)), answer: album }),
    JSON.stringify({ page: "https://imgur.com/a/Other", askedAt: instant(at), answer: album }),
    JSON.stringify({ schemaVersion: 2, crawlId: "?", post: {}, links: "none", restUntil: at }),
  ]);
  return random.pick([whole, whole, whole.slice(0, random.between(0, whole.length)), "", "null"]);
}
