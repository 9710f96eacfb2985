import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { expect, test } from "vitest";

import { createHandler } from "../handler.ts";
import { sharedRests, type HostRest, type HostRests } from "./cooldowns.ts";
import { downloadJob, fakeWorker, link, postMessage } from "../testing/fake-worker.ts";
import { samplePicture } from "../testing/sample-pictures.ts";

const cats = new URL("https://cats.test/1");
const nowMs = Date.parse("2026-11-22T20:00:00.000Z");
const environment = {
  POST_QUEUE_URL: "https://sqs.eu-central-1.amazonaws.com/123456789012/posts",
  MEDIA_BUCKET: "media",
  FINISHED_TOPIC_ARN: "arn:aws:sns:eu-central-1:123456789012:finished",
  MEDIA_HOSTS: "reddit",
  USER_AGENT: "aws:reddit-crawler:1.0.0 (by /u/example)",
  MAX_PICTURE_BYTES: "200000000",
  MAX_RECEIVE_COUNT: "6",
  LOG_LEVEL: "info",
};
const never = new AbortController().signal;
const clock = { now: () => nowMs, sleep: async () => {} };

/** Turns of a process that begin at once, and what all processes know. */
function world(known: Record<string, HostRest> = {}) {
  const kept: (readonly [string, HostRest])[] = [];
  const rests: HostRests = {
    find: async (hostname) => known[hostname],
    keep: async (hostname, rest) => void kept.push([hostname, rest]),
  };
  const shared = sharedRests((_url, _signal, task) => task(), rests, clock);
  return { kept, turns: <T>(url: URL, task: () => Promise<T>) => shared(url, never, task) };
}

test("a host that asked another worker to wait is not asked, and the wait is what is left", async () => {
  const { turns, kept } = world({ "cats.test": { untilMs: nowMs + 59_001, code: "http-429" } });
  let asked = 0;
  const answer = turns(cats, async () => (asked += 1));
  await expect(answer).rejects.toMatchObject({ code: "http-429", retryAfterSeconds: 60 });
  await expect(answer).rejects.toBeInstanceOf(ThrottledError);
  expect({ asked, kept }).toEqual({ asked: 0, kept: [] });
});

test("a host is asked again at its time, and others all the while", async () => {
  const { turns } = world({ "cats.test": { untilMs: nowMs, code: "http-429" } });
  expect(await turns(cats, async () => "a cat")).toBe("a cat");
  const { turns: ofOthers } = world({ "cats.test": { untilMs: nowMs + 1, code: "http-429" } });
  expect(await ofOthers(new URL("https://dogs.test/1"), async () => "a dog")).toBe("a dog");
});

test.each([
  [60, 60],
  [undefined, 30],
  [5000, 900],
])("a host that asks for %j s is left alone by all workers for %i s", async (asked, rests) => {
  const { turns, kept } = world();
  const error = new ThrottledError("http-429", "wait", asked);
  await expect(turns(cats, () => Promise.reject(error))).rejects.toBe(error);
  expect(kept).toEqual([["cats.test", { untilMs: nowMs + rests * 1000, code: "http-429" }]]);
});

test("no other failure makes a host rest", async () => {
  const { turns, kept } = world();
  await expect(turns(cats, () => Promise.reject(new Error("reset")))).rejects.toThrow("reset");
  expect(kept).toEqual([]);
});

test("a host that a redirect leads to rests under its own name, and is not asked by another redirect", async () => {
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
  const handler = createHandler(environment, () => worker.ports);
  const context = { getRemainingTimeInMillis: () => 60_000 };
  await handler(downloadJob(postMessage([link(1, cat!)])), context);
  expect([...worker.rests.keys()]).toEqual(["www.reddit.com"]);

  const [rest] = worker.rests.values();
  await handler(downloadJob(postMessage([link(1, other!), link(2, plain!)])), context);
  expect(worker.filesAsked).toEqual([cat, consent, other, plain]);
  expect(worker.pictures.size).toBe(1);
  expect(worker.effects.at(-1)).toBe("hide message for 120 s");
  expect([...worker.rests.values()]).toEqual([rest]);
});

test("a post whose host rests waits in the queue as long as the host asked another worker", async () => {
  const url = "https://i.redd.it/cat.jpg";
  const throttled = { status: 429, headers: { "retry-after": "120" } };
  const worker = fakeWorker({ [url]: throttled });
  const job = downloadJob(postMessage([link(1, url)]));
  const context = { getRemainingTimeInMillis: () => 60_000 };
  const ofOneProcess = createHandler(environment, () => worker.ports);
  const ofAnother = createHandler(environment, () => worker.ports);
  await ofOneProcess(job, context);
  await ofAnother(job, context);
  expect(worker.filesAsked).toEqual([url]);
  expect(worker.effects).toEqual(["hide message for 120 s", "hide message for 120 s"]);
});
