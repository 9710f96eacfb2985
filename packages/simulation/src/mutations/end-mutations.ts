import type { Mutation } from "./mutation.ts";

/** Each breaks what finds out that a crawl is over. */
export const endMutations: readonly Mutation[] = [
  {
    name: "one-check-is-enough",
    what: "A worker that has had a crawl's end checked once believes that this check is yet to come.",
    breaks: ["a finished crawl is announced"],
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
