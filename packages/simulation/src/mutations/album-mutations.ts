import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import * as z from "zod/mini";

import type { Mutation } from "./mutation.ts";

/** Each breaks what lets a post outlast the time of one worker. */
export const albumMutations: readonly Mutation[] = [
  {
    name: "no-message-anew",
    what: "A post that gets further in its last attempt is not given a new message.",
    breaks: ["a post that gets further is not given up", "what is redriven is decided"],
    worker: (world) => ({
      ...world,
      queue: {
        ...world.queue,
        send: () => Promise.reject(new RetryableError("queue-unavailable", "not sent")),
      },
    }),
  },
  {
    name: "old-message-deleted-only",
    what: "The worker deletes the message of a post that goes on, and sends no new one.",
    breaks: ["a message is deleted after everything else"],
    worker: (world) => ({
      ...world,
      queue: {
        ...world.queue,
        // What only looks whether the crawl is over is no post.
        send: async (message, seconds) => {
          if (message.checksEnd !== undefined) await world.queue.send(message, seconds);
        },
      },
    }),
  },
  {
    name: "time-limits-never-end",
    what: "What waits at a host's pace hears nothing of the end of the job's time.",
    breaks: ["a worker ends before it is stopped", "what is redriven is decided"],
    worker: (world) => ({
      ...world,
      clock: {
        ...world.clock,
        sleep: (ms, signal) => (signal ? new Promise(() => {}) : world.clock.sleep(ms)),
      },
    }),
  },
  {
    name: "album-reversed",
    what: "The worker numbers the pictures of an album from its end.",
    breaks: ["a record is true"],
    worker: (world) => ({
      ...world,
      http: async (request) => {
        const response = await world.http(request);
        if (request.url.hostname !== "api.imgur.com") return response;
        const given = await response.text(longestAnswerBytes);
        const album = z.safeParse(albumSchema, parseJson(given));
        const text = album.success
          ? JSON.stringify({ ...album.data, media: album.data.media.toReversed() })
          : given;
        return { ...response, text: async () => text };
      },
    }),
  },
  {
    name: "other-links-forgotten",
    what: "Of two workers that have not finished a post the later one records its own pictures alone.",
    breaks: ["an unfinished record keeps its pictures"],
    worker: (world, job) => {
      const read = new Set<string>();
      return {
        ...world,
        records: {
          ...world.records,
          readLatest: async (subreddit, postId) => {
            const found = await world.records.readLatest(subreddit, postId);
            const name = `${job().receiptHandle} ${postId}`;
            const isFirst = !read.has(name);
            read.add(name);
            if (isFirst || found?.record?.outcome !== "unfinished") return found;
            return { ...found, record: { ...found.record, links: [] } };
          },
        },
      };
    },
  },
];

const longestAnswerBytes = 1_000_000;
const albumSchema = z.looseObject({ media: z.array(z.unknown()) });
