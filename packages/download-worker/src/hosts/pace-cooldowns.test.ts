import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { createHandler } from "../handler.ts";
import type { Cooldown, Cooldowns } from "./cooldowns.ts";
import { createPace } from "./pace.ts";
import { downloadJob, fakeWorker, link, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "@reddit-crawler/function-runtime/testing/sample-pictures";
import { workerEnvironment } from "../testing/worker-environment.ts";

const cats = new URL("https://cats.test/1");
const nowMs = Date.parse("2026-11-22T20:00:00.000Z");
const never = new AbortController().signal;
const clock = { now: () => nowMs, sleep: async () => {} };

/** A pace that lets every task begin at once, and what all processes know. */
function scene(known: Record<string, Cooldown> = {}) {
  const kept: (readonly [string, Cooldown])[] = [];
  const cooldowns: Cooldowns = {
    find: async (hostname) => known[hostname],
    keep: async (hostname, cooldown) => void kept.push([hostname, cooldown]),
    end: async () => {},
  };
  const atPace = createPace({ clock, cooldowns, hosts: { hostOf: () => undefined } });
  return { kept, ask: <T>(url: URL, task: () => Promise<T>) => atPace(url, never, task) };
}

/** The world of a process of its own. */
const processOf = ({ world }: ReturnType<typeof fakeWorker>) => ({
  ...world,
  atPace: createPace(world),
});

test("a host that asked another worker to wait is not asked, and the wait is what is left", async () => {
  const { ask, kept } = scene({ "cats.test": { untilMs: nowMs + 59_001, code: "http-429" } });
  let asked = 0;
  const answer = ask(cats, async () => (asked += 1));
  await expect(answer).rejects.toMatchObject({ code: "http-429", retryAfterSeconds: 60 });
  await expect(answer).rejects.toBeInstanceOf(ThrottledError);
  expect({ asked, kept }).toEqual({ asked: 0, kept: [] });
});

test("a host is asked again at its time, and others all the while", async () => {
  const { ask } = scene({ "cats.test": { untilMs: nowMs, code: "http-429" } });
  expect(await ask(cats, async () => "a cat")).toBe("a cat");
  const { ask: askOthers } = scene({ "cats.test": { untilMs: nowMs + 1, code: "http-429" } });
  expect(await askOthers(new URL("https://dogs.test/1"), async () => "a dog")).toBe("a dog");
});

test.each([
  [60, 60],
  [undefined, 30],
  [5000, 900],
])("a host that asks for %j s is left alone by all workers for %i s", async (asked, seconds) => {
  const { ask, kept } = scene();
  const error = new ThrottledError("http-429", "wait", asked);
  await expect(ask(cats, () => Promise.reject(error))).rejects.toBe(error);
  expect(kept).toEqual([["cats.test", { untilMs: nowMs + seconds * 1000, code: "http-429" }]]);
});

test("no other failure begins a cooldown", async () => {
  const { ask, kept } = scene();
  await expect(ask(cats, () => Promise.reject(new Error("reset")))).rejects.toThrow("reset");
  expect(kept).toEqual([]);
});

test("a host that a redirect leads to has a cooldown under its own name, and is not asked by another redirect", async () => {
  const [cat, other, plain] = ["cat", "other", "plain"].map((name) => `https://i.redd.it/${name}`);
  const consent = "https://www.reddit.com/media";
  const moved = { status: 302, headers: { location: consent } };
  const throttled = { status: 429, headers: { "retry-after": "120" } };
  const worker = fakeWorker({
    [cat!]: moved,
    [other!]: moved,
    [plain!]: samplePicture("jpg"),
    [consent]: throttled,
  });
  const handler = createHandler(workerEnvironment, () => processOf(worker));
  const context = { getRemainingTimeInMillis: () => 60_000 };
  await handler(downloadJob(postMessage([link(1, cat!)])), context);
  expect([...worker.cooldownsKept.keys()]).toEqual(["www.reddit.com"]);

  const [cooldown] = worker.cooldownsKept.values();
  await handler(downloadJob(postMessage([link(1, other!), link(2, plain!)])), context);
  expect(worker.filesAsked).toEqual([cat, consent, other, plain]);
  expect(worker.pictures.size).toBe(1);
  expect(worker.effects.at(-2)).toBe("send message anew in 120 s");
  expect([...worker.cooldownsKept.values()]).toEqual([cooldown]);
});

test("a post whose host is in a cooldown waits in the queue as long as the host asked another worker", async () => {
  const url = "https://i.redd.it/cat.jpg";
  const throttled = { status: 429, headers: { "retry-after": "120" } };
  const worker = fakeWorker({ [url]: throttled });
  const job = downloadJob(postMessage([link(1, url)]));
  const context = { getRemainingTimeInMillis: () => 60_000 };
  const ofOneProcess = createHandler(workerEnvironment, () => processOf(worker));
  const ofAnother = createHandler(workerEnvironment, () => processOf(worker));
  await ofOneProcess(job, context);
  await ofAnother(job, context);
  expect(worker.filesAsked).toEqual([url]);
  const sentAnew = ["send message anew in 120 s", "delete message"];
  expect(worker.effects).toEqual([...sentAnew, ...sentAnew]);
  // Only the one that asked has spent an attempt.
  expect(worker.sent.map(({ attempt }) => attempt)).toEqual([2, 1]);
});
