import type { Mutation } from "./mutation.ts";

/** Each breaks how the attempts of a post are counted. */
export const attemptMutations: readonly Mutation[] = [
  {
    name: "cooldowns-cost-attempts",
    what: "An attempt that a host's cooldown kept from asking counts as one.",
    breaks: ["a post is given up after its last attempt"],
    worker: (world) => ({
      ...world,
      queue: {
        ...world.queue,
        send: ({ deferredSince, attempt = 1, ...message }, seconds) => {
          const counted = attempt + (deferredSince === undefined ? 0 : 1);
          return world.queue.send({ ...message, attempt: counted }, seconds);
        },
      },
    }),
  },
  {
    name: "dead-letter-without-its-post",
    what: "The worker deletes the message of a post that it gives up, and sends no dead letter.",
    breaks: ["a message is deleted after everything else"],
    worker: (world) => ({
      ...world,
      queue: { ...world.queue, sendToDeadLetters: async () => {} },
    }),
  },
];
