import { crawlSummarySchema, redditGateKey } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { Mutation } from "./mutation.ts";
import { isSummaryKey } from "./summary-mutations.ts";

/** Each breaks how the loader sends posts or asks Reddit. */
export const loaderMutations: readonly Mutation[] = [
  {
    name: "continuation-before-batches",
    what: "The loader hands the crawl over before the posts of the last page are sent.",
    breaks: ["a continuation comes after its posts", "a summary counts safe posts only"],
    loader: (world) => {
      type Batch = Parameters<typeof world.queue.sendBatch>[0];
      const unsent: Batch[] = [];
      const sendAll = async () => {
        for (let batch = unsent.shift(); batch; batch = unsent.shift()) {
          const refused = new Set((await world.queue.sendBatch(batch)).map(({ postId }) => postId));
          if (refused.size > 0) unsent.push(batch.filter(({ postId }) => refused.has(postId)));
        }
      };
      let isPageOver = false;
      return {
        ...world,
        queue: {
          sendBatch: async (batch) => {
            if (isPageOver) await sendAll();
            isPageOver = false;
            unsent.push(batch);
            return [];
          },
        },
        objects: {
          ...world.objects,
          replace: async (key, text, version) => {
            if (!isSummaryKey(key)) return world.objects.replace(key, text, version);
            const summary = z.parse(crawlSummarySchema, JSON.parse(text));
            isPageOver = unsent.length > 0 && summary.state === "listing" && !summary.failure;
            if (isPageOver) return true;
            await sendAll();
            return world.objects.replace(key, text, version);
          },
        },
        crawls: {
          ...world.crawls,
          send: async (request, delaySeconds) => {
            await world.crawls.send(request, delaySeconds);
            await sendAll();
          },
        },
      };
    },
  },
  {
    name: "ignore-failed-batch-entries",
    what: "The loader takes a batch for sent because SQS answered with 200.",
    breaks: ["a summary counts safe posts only"],
    loader: (world) => ({
      ...world,
      queue: {
        sendBatch: async (posts) => {
          await world.queue.sendBatch(posts);
          return [];
        },
      },
    }),
  },
  {
    name: "one-queue-for-all",
    what: "The loader lists a crawl to its end, whoever waits.",
    breaks: ["no crawl waits for more than its share"],
    loader: (world) => ({ ...world, crawls: { ...world.crawls, othersWait: async () => false } }),
  },
  {
    name: "after-lost",
    what: "The loader hands a crawl over with the place of its first post, from which it lists all again.",
    breaks: ["a continuation goes on behind its posts"],
    loader: (world) => ({
      ...world,
      crawls: {
        ...world.crawls,
        send: async ({ continuation, ...request }, delaySeconds) => {
          const [first] = continuation?.listedPostIds ?? [];
          if (!continuation || first === undefined)
            return world.crawls.send({ ...request, continuation }, delaySeconds);
          const { cursor: _lost, ...rest } = continuation;
          const begun = { ...rest, after: `t3_${first}` };
          return world.crawls.send({ ...request, continuation: begun }, delaySeconds);
        },
      },
    }),
  },
  {
    name: "gate-off",
    what: "The request gate forgets what other processes did.",
    breaks: ["two listing requests are apart"],
    loader: (world) => ({
      ...world,
      objects: {
        ...world.objects,
        read: async (key) => (key === redditGateKey ? undefined : world.objects.read(key)),
        replace: async (key, text, version) =>
          key === redditGateKey || world.objects.replace(key, text, version),
      },
    }),
  },
  {
    name: "gate-forgets-answers",
    what: "A process keeps its distance to its own last request, and not to the answer of that.",
    breaks: ["two listing requests are apart"],
    loader: (world) => {
      const { api } = world.sources;
      if (!api) return world;
      const door = {
        ...api.door,
        get freeAtMs() {
          return 0;
        },
        set freeAtMs(_forgotten: number) {},
      };
      return { ...world, sources: { ...world.sources, api: { ...api, door } } };
    },
  },
];
