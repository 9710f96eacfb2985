import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import type { Mutation } from "./mutation.ts";

/** Each takes out a check that seldom has anything to do: what it guards against looks like success. */
export const forgetfulMutations: readonly Mutation[] = [
  {
    name: "second-refusal-forgotten",
    what: "An entry that SQS refuses when it is sent again counts as sent.",
    breaks: ["a summary counts safe posts only", "no post is lost"],
    loader: (world) => {
      const sentAgain = new Set<string>();
      return {
        ...world,
        queue: {
          sendBatch: async (posts) => {
            const refused = await world.queue.sendBatch(posts);
            const first = refused.filter(({ postId }) => !sentAgain.has(postId));
            for (const { postId } of first) sentAgain.add(postId);
            return first;
          },
        },
      };
    },
  },
  {
    name: "declared-length-not-compared",
    what: "The worker takes what arrived for what the host declared.",
    breaks: ["a picture is whole"],
    worker: (world) => ({
      ...world,
      http: async (request) => {
        const response = await world.http(request);
        const chunks: Uint8Array[] = [];
        try {
          for await (const chunk of response.body) chunks.push(chunk);
        } catch (error) {
          if (!(error instanceof RetryableError && error.code === "truncated")) throw error;
        }
        const declared = response.headers["content-length"] !== undefined;
        const arrived = String(chunks.reduce((sum, { length }) => sum + length, 0));
        return {
          ...response,
          headers: { ...response.headers, ...(declared && { "content-length": arrived }) },
          body: (async function* () {
            yield* chunks;
          })(),
          text: async () => Buffer.concat(chunks).toString("utf8"),
        };
      },
    }),
  },
  {
    name: "last-attempt-one-early",
    what: "The worker gives a post up one attempt before its queue does.",
    breaks: ["a post is given up after its last attempt"],
    worker: (world) => ({ ...world, maxReceiveCount: world.maxReceiveCount - 1 }),
  },
];
