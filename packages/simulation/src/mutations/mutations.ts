import { albumMutations } from "./album-mutations.ts";
import { attemptMutations } from "./attempt-mutations.ts";
import { doorMutations } from "./door-mutations.ts";
import { forgetfulMutations } from "./forgetful-mutations.ts";
import { endMutations } from "./end-mutations.ts";
import { loaderMutations } from "./loader-mutations.ts";
import type { Mutation } from "./mutation.ts";
import { pictureMutations } from "./picture-mutations.ts";
import { placeMutations } from "./place-mutations.ts";
import { summaryMutations } from "./summary-mutations.ts";

/** Each breaks a rule that keeps posts safe; the simulation has to notice every one. */
export const mutations: readonly Mutation[] = [
  ...albumMutations,
  ...attemptMutations,
  ...pictureMutations,
  ...endMutations,
  ...summaryMutations,
  ...loaderMutations,
  ...doorMutations,
  ...placeMutations,
  ...forgetfulMutations,
  {
    name: "delete-early",
    what: "The worker deletes the message before it has stored the last picture.",
    breaks: ["a message is deleted after everything else"],
    worker: (world, job) => ({
      ...world,
      store: {
        ...world.store,
        open(picture, signal) {
          const upload = world.store.open(picture, signal);
          return {
            ...upload,
            complete: async (sha256) => {
              await world.queue.delete(job().receiptHandle);
              return upload.complete(sha256);
            },
          };
        },
      },
      queue: { ...world.queue, delete: async () => {} },
    }),
  },
  {
    name: "delete-before-record",
    what: "The worker deletes the message when the pictures are stored and the record is not.",
    breaks: ["a message is deleted after everything else"],
    worker: (world, job) => ({
      ...world,
      records: {
        ...world.records,
        putOfCrawl: async (record) => {
          await world.queue.delete(job().receiptHandle);
          await world.records.putOfCrawl(record);
        },
      },
    }),
  },
  {
    name: "delete-before-check",
    what: "The worker deletes the message before it has its crawl's end checked.",
    breaks: ["a finished crawl is announced", "a message is deleted after everything else"],
    worker: (world, job) => ({
      ...world,
      queue: {
        ...world.queue,
        send: async (message, seconds) => {
          if (message.checksEnd === true) await world.queue.delete(job().receiptHandle);
          await world.queue.send(message, seconds);
        },
      },
    }),
  },
  {
    name: "balancer-deletes",
    what: "The balancer deletes a message as soon as Lambda has accepted its job.",
    breaks: ["the balancer deletes nothing"],
    balancer: (ports, { deleteMessage }) => ({
      ...ports,
      workers: {
        invoke: async (job) => {
          const invocation = await ports.workers.invoke(job);
          if (invocation.kind === "accepted") deleteMessage(job.receiptHandle);
          return invocation;
        },
      },
    }),
  },
  {
    name: "refusals-spend-tries",
    what: "The balancer always receives ten at once, also while Lambda refuses, every minute.",
    breaks: [
      "nothing is dead-lettered without an attempt",
      "what is redriven is decided",
      "no worker is throttled",
    ],
    balancer: (ports) => ({
      ...ports,
      queue: {
        ...ports.queue,
        receive: () => ports.queue.receive(10),
        changeVisibility: (receiptHandle) => ports.queue.changeVisibility(receiptHandle, 5),
      },
    }),
  },
  {
    name: "key-by-title",
    what: "Objects are named after a post's title instead of its id.",
    breaks: ["a record is true"],
    keyOf: (key, titleOf) =>
      key.replace(
        /^(media\/\w+|crawls\/\w+\/posts)\/([0-9a-z]+)/,
        (_all, place, postId) => `${place}/${encodeURIComponent(titleOf(postId).toWellFormed())}`,
      ),
  },
  {
    name: "visibility-too-short",
    what: "The queue shows a message again after 30 s, while a worker may take 90.",
    breaks: ["a message is hidden as long as its worker works"],
    deployment: (deployment) => {
      deployment.posts.visibilityTimeoutMs = 30_000;
    },
  },
  {
    name: "visibility-leaves-no-time",
    what: "Queue and balancer agree on 15 s, which no worker can do anything with.",
    breaks: [
      "nothing is dead-lettered without an attempt",
      "what is redriven is decided",
      "a message is hidden as long as its worker works",
    ],
    deployment: (deployment) => {
      deployment.posts.visibilityTimeoutMs = 15_000;
      deployment.functions.balancer.environment["MESSAGE_VISIBILITY_TIMEOUT_SECONDS"] = "15";
    },
  },
  {
    name: "worker-acks-on-retryable",
    what: "The worker deletes the message of a post that it could not finish.",
    breaks: ["a message is deleted after everything else"],
    worker: (world) => ({
      ...world,
      queue: {
        ...world.queue,
        changeVisibility: (receiptHandle) => world.queue.delete(receiptHandle),
      },
    }),
  },
  {
    name: "latest-record-overwritten",
    what: "The record beside the pictures is put, whatever another worker put there meanwhile.",
    breaks: ["a decided post stays decided", "an unfinished record keeps its pictures"],
    workerS3: { ignoresConditions: (key) => key.endsWith("/post.json") },
  },
  {
    name: "answer-before-publish",
    what: "The API answers 201 before SNS has the crawl request.",
    breaks: ["an accepted crawl is published"],
    api: (ports) => ({
      ...ports,
      topic: {
        publish: async (request) => {
          ports.topic.publish(request).catch(() => {});
          return "not-yet-known";
        },
      },
    }),
  },
];
