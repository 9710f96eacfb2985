import { createLog } from "@reddit-crawler/function-runtime/log";
import type { ScheduledEvent } from "aws-lambda";
import { expect, test } from "vitest";

import type { PostQueue } from "./post-queue.ts";
import { createHandler } from "./handler.ts";

const env = {
  POST_QUEUE_URL: "https://queue",
  DOWNLOAD_WORKER_FUNCTION: "worker",
  MAX_CONCURRENT_DOWNLOADS: "10",
  QUEUE_POLL_MS: "500",
  MESSAGE_VISIBILITY_TIMEOUT_SECONDS: "180",
  LOG_LEVEL: "info",
};
const event: ScheduledEvent = {
  version: "0",
  id: "e-1",
  "detail-type": "Scheduled Event",
  source: "aws.events",
  account: "123456789012",
  time: "2026-11-22T20:00:00Z",
  region: "us-east-1",
  resources: [],
  detail: {},
};

function balancer(queue: PostQueue, changes: Partial<typeof env> = {}) {
  const lines: string[] = [];
  const handler = createHandler({ ...env, ...changes }, () => ({
    queue,
    workers: { invoke: () => Promise.reject(new Error("no worker is wanted")) },
    clock: { now: () => 0, sleep: (ms) => Promise.reject(new Error(`slept ${ms} ms`)) },
    log: createLog({ service: "balancer", write: (line) => lines.push(line) }),
  }));
  const run = (remainingMs: number) =>
    handler(event, { awsRequestId: "q-1", getRemainingTimeInMillis: () => remainingMs });
  return { run, lines };
}

const emptyQueue: PostQueue = {
  depth: async () => ({ waiting: 0, inFlight: 4 }),
  receive: async () => [],
  changeVisibility: async () => {},
};

test("writes its round as a log line and as metrics", async () => {
  const { run, lines } = balancer(emptyQueue);
  await run(55_000);
  const [line, metrics] = lines.map((text) => JSON.parse(text));
  expect(line).toMatchObject({
    event: "round-ended",
    function_request_id: "q-1",
    inFlight: 4,
    dispatched: 0,
  });
  expect(metrics).toMatchObject({
    service: "balancer",
    PostsWaiting: 0,
    PostsInFlight: 4,
    PostsDispatched: 0,
    InvocationsRefused: 0,
    PoisonMessages: 0,
  });
  expect(metrics).not.toHaveProperty("QueueWait");
});

test("writes no metrics of a round in which there was nothing", async () => {
  const { run, lines } = balancer({
    ...emptyQueue,
    depth: async () => ({ waiting: 0, inFlight: 0 }),
  });
  await run(55_000);
  expect(lines.map((text) => JSON.parse(text).event)).toEqual(["round-ended"]);
});

test("receives no message when the function is about to end", async () => {
  const { run } = balancer({
    ...emptyQueue,
    depth: () => Promise.reject(new Error("no reading is wanted")),
  });
  await expect(run(4999)).resolves.toMatchObject({ dispatched: 0 });
});

test("reads a queue without a free place again after QUEUE_POLL_MS", async () => {
  const { run } = balancer(
    { ...emptyQueue, depth: async () => ({ waiting: 1, inFlight: 10 }) },
    { QUEUE_POLL_MS: "700" },
  );
  await expect(run(55_000)).rejects.toThrow("slept 700 ms");
});

test("fails its invocation when the queue cannot be read", async () => {
  const { run } = balancer({
    ...emptyQueue,
    depth: () => Promise.reject(new Error("SQS is away")),
  });
  await expect(run(55_000)).rejects.toThrow("SQS is away");
});

test("lists every wrong variable at the cold start", () => {
  expect(() =>
    createHandler({ ...env, POST_QUEUE_URL: "", MAX_CONCURRENT_DOWNLOADS: "0" }),
  ).toThrow(/POST_QUEUE_URL is empty.*MAX_CONCURRENT_DOWNLOADS must be a whole number of posts/);
});
