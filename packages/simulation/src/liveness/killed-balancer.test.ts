import { expect, test } from "vitest";

import type { Mutation } from "../mutations/mutation.ts";
import { runKilledBalancer } from "./killed-balancer.ts";

const seeds = Array.from({ length: 5 }, (_, i) => i + 1);
/** From one tick to the next, with what a tick may be late, and the new balancer's first requests. */
const nextTickMs = 60_000 + 1000 + 3000;
/** The dead one's lease, behind which the count may be a minute late, and the new balancer's polls. */
const leaseAndLagMs = 20_000 + 60_000 + 3000;

test.each(seeds)(
  "posts go on at the next tick after a balancer was killed, seed %i",
  async (seed) => {
    const { firstMs, allMs, violation } = await runKilledBalancer(seed, { isDeaf: false });
    expect(violation).toBeUndefined();
    expect(firstMs).toBeLessThanOrEqual(nextTickMs);
    expect(allMs).toBeLessThanOrEqual(leaseAndLagMs);
  },
  60_000,
);

test.each(seeds)(
  "all places are free a minute behind the lease of one that had heard every report, seed %i",
  async (seed) => {
    const { allMs, violation } = await runKilledBalancer(seed, { isDeaf: true });
    expect(violation).toBeUndefined();
    expect(allMs).toBeLessThanOrEqual(leaseAndLagMs);
  },
  60_000,
);

test("a lease as long as a balancer's time is noticed", async () => {
  const mutation: Mutation = {
    name: "lease-as-long-as-the-round",
    what: "A balancer holds the places for all its time.",
    breaks: [],
    balancer: (ports) => ({
      ...ports,
      objects: {
        ...ports.objects,
        replace: (key, text, version) => {
          const { kind, endsAt, ...record } = JSON.parse(text);
          const long = kind === "open" ? { kind, ...record, endsAt, until: endsAt } : undefined;
          return ports.objects.replace(key, long ? JSON.stringify(long) : text, version);
        },
      },
    }),
  };
  const slow = await Promise.all(
    seeds.map((seed) => runKilledBalancer(seed, { isDeaf: false, mutation })),
  );
  expect(Math.max(...slow.map(({ allMs }) => allMs))).toBeGreaterThan(leaseAndLagMs);
}, 60_000);
