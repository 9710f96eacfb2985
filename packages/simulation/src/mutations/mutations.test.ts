import { expect, test } from "vitest";

import { mutations } from "./mutations.ts";
import { runSeed } from "../run/run-seed.ts";

const mostSeeds = 1000;
/** Where mutations that show in few worlds were noticed last; what has moved since is looked for from there on. */
const noticedLast: Readonly<Record<string, number>> = {
  "check-waits-for-nobody": 41,
  "cooldowns-cost-attempts": 16,
  "copy-without-check": 116,
  "failure-waits-for-nobody": 51,
  "fallback-in-silence": 160,
  "lease-not-renewed": 121,
  "no-message-anew": 49,
  "one-queue-for-all": 59,
  "other-links-forgotten": 21,
  "ranking-forgets": 43,
  "rest-kept-to-itself": 41,
  "second-left-out": 281,
  "time-limits-never-end": 69,
  "worker-acks-on-retryable": 47,
};

test.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
  `%s is noticed within ${mostSeeds} seeds`,
  async (name, mutation) => {
    const first = noticedLast[name] ?? 1;
    let rule: string | undefined;
    for (let seed = first; seed < first + mostSeeds && rule === undefined; seed++)
      rule = (await runSeed(seed, { mutation })).violation?.rule;
    expect(mutation.breaks).toContain(rule);
  },
  120_000,
);
