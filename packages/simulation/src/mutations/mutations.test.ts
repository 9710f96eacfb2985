import { expect, test } from "vitest";

import { mutations } from "./mutations.ts";
import { runSeed } from "../run/run-seed.ts";

const mostSeeds = 1000;

test.each(mutations.map((mutation) => [mutation.name, mutation] as const))(
  `%s is noticed within ${mostSeeds} seeds`,
  async (_name, mutation) => {
    let rule: string | undefined;
    for (let seed = 1; seed <= mostSeeds && rule === undefined; seed++)
      rule = (await runSeed(seed, { mutation })).violation?.rule;
    expect(mutation.breaks).toContain(rule);
  },
  120_000,
);
