import { dispatchId, type WorkerEnd } from "@reddit-crawler/balancer/places/worker-ends";

import type { Mutation } from "./mutation.ts";

/** Each breaks how the balancer knows which places are free. */
export const placeMutations: readonly Mutation[] = [
  {
    name: "dispatches-forgotten",
    what: "The balancer does not count the workers that it has started.",
    breaks: ["no worker is throttled"],
    balancer: (ports) => {
      const forgotten: WorkerEnd[] = [];
      return {
        ...ports,
        workers: {
          invoke: async (job) => {
            const { receiptHandle, receivedAt } = job;
            forgotten.push({
              id: dispatchId(receiptHandle),
              dispatchedAtMs: Date.parse(receivedAt),
            });
            return ports.workers.invoke(job);
          },
        },
        ends: { take: async () => forgotten.splice(0) },
      };
    },
  },
  {
    name: "rounds-forgotten",
    what: "A balancer knows nothing of the workers that the one before it has started.",
    breaks: ["no worker is throttled"],
    balancer: (ports) => ({
      ...ports,
      objects: {
        ...ports.objects,
        read: async () => undefined,
        replace: async (key, text) => {
          await ports.objects.put(key, text);
          return true;
        },
      },
    }),
  },
];
