import { RetryableError } from "@reddit-crawler/function-runtime/errors";

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
    worker: (world) => ({ ...world, queue: { ...world.queue, send: async () => {} } }),
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
];
