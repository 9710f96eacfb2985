import { memoryObjects } from "@reddit-crawler/bucket/testing/memory-objects";
import { createLog } from "@reddit-crawler/function-runtime/log";
import type { ScheduledEvent } from "aws-lambda";
import { expect, test } from "vitest";

import type { DispatchPorts } from "./dispatch-posts.ts";
import type { PostQueue } from "./post-queue.ts";
import { body } from "./testing/dispatch-scene.ts";
import { createHandler } from "./handler.ts";

const env = {
  POST_QUEUE_URL: "https://queue/123456789012/posts",
  WORKER_ENDS_QUEUE_URL: "https://ends",
  MEDIA_BUCKET: "media",
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

function balancer(queue: PostQueue, changes: Partial<DispatchPorts> = {}) {
  const lines: string[] = [];
  const handler = createHandler(env, () => ({
    queue,
    ends: { take: async () => [] },
    objects: memoryObjects(),
    workers: { invoke: () => Promise.reject(new Error("no worker is wanted")) },
    clock: { now: () => 0, sleep: (ms) => Promise.reject(new Error(`slept ${ms} ms`)) },
    log: createLog({ service: "balancer", write: (line) => lines.push(line) }),
    ...changes,
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
  const messages = [{ messageId: "m", receiptHandle: "r", receiveCount: 2, body: "{" }];
  const { run, lines } = balancer({
    ...emptyQueue,
    depth: async () => ({ waiting: 4, inFlight: 0 }),
    receive: async () => messages.splice(0),
  });
  await run(55_000);
  const [, line, metrics] = lines.map((text) => JSON.parse(text));
  expect(line).toMatchObject({
    event: "round-ended",
    function_request_id: "q-1",
    waiting: 4,
    dispatched: 0,
    poison: 1,
  });
  expect(metrics).toMatchObject({
    service: "balancer",
    PostsWaiting: 4,
    PostsInFlight: 0,
    PostsDispatched: 0,
    InvocationsRefused: 0,
    PoisonMessages: 1,
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
  await expect(run(9999)).resolves.toMatchObject({ dispatched: 0 });
});

test("knows after a round which workers run, also in another process", async () => {
  const objects = memoryObjects();
  const taken: number[] = [];
  const messages = [{ messageId: "m", receiptHandle: "r", receiveCount: 1, body }];
  let now = 0;
  const changes: Partial<DispatchPorts> = {
    objects,
    workers: { invoke: async () => ({ kind: "accepted" }) },
    clock: { now: () => now, sleep: async () => {} },
  };
  const queue = {
    ...emptyQueue,
    depth: async () => ({ waiting: messages.length, inFlight: 0 }),
    receive: async () => {
      now += 1000;
      return messages.splice(0);
    },
  };
  for (let round = 0; round < 2; round++) {
    const { inFlight } = await balancer(queue, changes).run(20_000);
    taken.push(inFlight);
  }
  expect(taken).toEqual([1, 1]);
});

test("saves which workers run when its round fails", async () => {
  const objects = memoryObjects();
  const receives = [
    async () => [{ messageId: "m", receiptHandle: "r", receiveCount: 1, body }],
    () => Promise.reject(new Error("SQS is away")),
  ];
  const { run } = balancer(
    {
      ...emptyQueue,
      depth: async () => ({ waiting: 2, inFlight: 0 }),
      receive: () => receives.shift()?.() ?? Promise.resolve([]),
    },
    { objects, workers: { invoke: async () => ({ kind: "accepted" }) } },
  );
  await expect(run(55_000)).rejects.toThrow("SQS is away");
  const [saved = ""] = objects.objects.values();
  expect(JSON.parse(saved)).toMatchObject({ kind: "closed", atWork: [{}] });
});

test("does nothing while another balancer works", async () => {
  const objects = memoryObjects();
  const messages = [{ messageId: "m", receiptHandle: "r", receiveCount: 1, body }];
  let other: Promise<unknown> | undefined;
  const { run } = balancer(
    {
      ...emptyQueue,
      depth: async () => ({ waiting: 1, inFlight: 0 }),
      receive: async () => messages.splice(0),
    },
    {
      objects,
      workers: {
        invoke: async () => {
          const second = balancer(
            {
              ...emptyQueue,
              depth: () => Promise.reject(new Error("no reading is wanted")),
            },
            { objects },
          );
          other = second.run(55_000).then((summary) => ({ summary, lines: second.lines }));
          await other;
          return { kind: "refused", error: new Error("enough") };
        },
      },
    },
  );
  await run(55_000);
  expect(await other).toMatchObject({
    summary: { dispatched: 0 },
    lines: [expect.stringContaining("another-balancer-works"), expect.anything()],
  });
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
