import type { Benchmark } from "../benchmark.ts";
import { besideFailing, counting, lateCounts, manyCrawls } from "../flow/models.ts";
import { onLocalStack, onOtherEmulator } from "../flow/real-stacks.ts";

const parts = {
  "posts that fail, on the local stack": onLocalStack,
  "posts that fail, on another emulator": onOtherEmulator,
  "posts that fail, simulated": besideFailing,
  "counts that are late": lateCounts,
  "many crawls": manyCrawls,
  "many workers": counting,
};

/**
 * Whether anything stands still: good posts beside failing ones, on the local stack and in the simulation; late counts of
 * SQS; many crawls at once; many workers at once. FLOW.md shows all of it beside what it was before.
 */
export const flow: Benchmark = {
  name: "flow",
  stable: false,
  run: async () => {
    const figures = [];
    for (const [what, measure] of Object.entries(parts)) {
      console.error(`  ${what}`);
      figures.push(...(await measure()));
    }
    return figures;
  },
};
