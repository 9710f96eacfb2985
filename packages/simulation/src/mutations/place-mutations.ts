import type { Mutation } from "./mutation.ts";

/** Each breaks how the balancer knows which places are free. */
export const placeMutations: readonly Mutation[] = [
  {
    name: "dispatches-forgotten",
    what: "The balancer does not count the workers that it has started.",
    breaks: ["no worker is throttled"],
    balancer: (ports) => ({
      ...ports,
      workers: { invoke: async (job) => ({ ...(await ports.workers.invoke(job)), mayRun: 0 }) },
    }),
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
