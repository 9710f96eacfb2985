import { availableParallelism } from "node:os";

import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import type { LambdaFunction } from "./lambda-function.ts";

/**
 * Starts as many processes of each function as `provisioned` says, by logical id and in its order, one for each core at a
 * time: those that are needed first are ready first. Resolves when all are ready; a stack that stops ends it.
 * @throws the first error of a process that could not be started at all.
 */
export async function startProvisioned(
  functions: readonly Pick<LambdaFunction, "logicalId" | "warm">[],
  provisioned: Readonly<Record<string, number>>,
  atOnce: number = availableParallelism(),
): Promise<void> {
  const processes = Object.entries(provisioned).flatMap(([logicalId, count]) => {
    const each = functions.find((candidate) => candidate.logicalId === logicalId);
    return each ? Array.from({ length: count }, () => () => each.warm(count)) : [];
  });
  await inParallel(atOnce, processes, (warm) => warm());
}
