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
  {
    name: "lease-not-renewed",
    what: "A balancer says once that it holds the places, and not that it goes on.",
    breaks: ["no worker is throttled"],
    balancer: (ports) => ({
      ...ports,
      objects: {
        ...ports.objects,
        replace: async (key, text, version) => {
          const stored = await ports.objects.read(key);
          const isRenewal = isOpen(text) && stored !== undefined && isOpen(stored.text);
          return isRenewal && stored.version === version
            ? true
            : ports.objects.replace(key, text, version);
        },
      },
    }),
  },
];

function isOpen(places: string): boolean {
  return JSON.parse(places).kind === "open";
}
