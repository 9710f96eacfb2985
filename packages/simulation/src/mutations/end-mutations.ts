import { crawlTotalsSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import type { Mutation } from "./mutation.ts";

/** Each breaks what finds out that a crawl is over. */
export const endMutations: readonly Mutation[] = [
  {
    name: "totals-are-kept-once",
    what: "A check keeps what the posts add up to only where none has before.",
    breaks: ["a status reaches the whole"],
    totals: (objects) => ({
      replace: async (key, text, version) =>
        isTotals(key) && version !== undefined ? true : objects.replace(key, text, version),
    }),
  },
  {
    name: "totals-hurry-ahead",
    what: "A check keeps one post more than it has counted.",
    breaks: ["a status never counts more than is decided"],
    totals: (objects) => ({
      replace: (key, text, version) =>
        objects.replace(key, isTotals(key) ? oneMore(text) : text, version),
    }),
  },
  {
    name: "one-check-is-enough",
    what: "A worker that has had a crawl's end checked once believes that this check is yet to come.",
    breaks: ["a finished crawl is announced", "a failed crawl is announced"],
    worker: (world) => {
      const sent = new Set<string>();
      return {
        ...world,
        endChecks: {
          ...world.endChecks,
          isOnItsWay: (crawlId) => sent.has(crawlId),
          sent: (crawlId) => void sent.add(crawlId),
        },
      };
    },
  },
  {
    name: "check-waits-for-nobody",
    what: "A check comes at once, while its worker believes for 20 s more that it is yet to come.",
    breaks: ["a finished crawl is announced"],
    worker: (world) => ({
      ...world,
      queue: {
        ...world.queue,
        send: (message, seconds) =>
          world.queue.send(message, message.checksEnd === true ? 0 : seconds),
      },
    }),
  },
];

function isTotals(key: string): boolean {
  return key.endsWith("/totals.json");
}

function oneMore(text: string): string {
  const totals = z.parse(crawlTotalsSchema, JSON.parse(text));
  return JSON.stringify({ ...totals, posts: totals.posts + 1 });
}
