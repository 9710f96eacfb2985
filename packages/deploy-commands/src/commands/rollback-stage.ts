import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import { carryOut } from "../stack/await-stack.ts";
import { changeZips } from "../stack/template-parameters.ts";
import { formerArtifactParameter, type Stage } from "../stages/stages.ts";
import type { DeployWorld } from "../world.ts";

/**
 * Gives `stage` the zip that it had before its last deployment, or the one named by `to`; nothing else changes. The zip
 * that ran until now becomes the former one, so that the same command again goes forward.
 * @throws {CommandError} when `to` is no zip of this stage, the stack knows no former one, the zip is not in the stack's
 * bucket, or a resource fails.
 */
export async function rollbackStage(
  stage: Stage,
  to: string | undefined,
  world: DeployWorld,
): Promise<void> {
  const { stack, print } = world;
  if (to !== undefined && !new RegExp(`^${stage}/[0-9a-f]{64}\\.zip$`).test(to))
    throw new CommandError(`${to} is no zip of ${stage}. Its keys are ${stage}/<sha256>.zip.`);
  let key = to;
  const changed = await carryOut(world, async (state) => {
    if (!state) throw new CommandError(`There is no stack ${stack.name}.`);
    key = to ?? state.parameters[formerArtifactParameter(stage)] ?? "";
    if (key === "")
      throw new CommandError(
        `${stack.name} knows no former zip of ${stage}: it was deployed once only. Name one of the bucket's: --to ${stage}/….zip`,
      );
    const change = changeZips([{ stage, key }], state.parameters);
    if (!change) return false;
    const { ArtifactBucket = "" } = state.parameters;
    if (!(await world.bucket(ArtifactBucket).has(key)))
      throw new CommandError(
        `${key} is not in ${ArtifactBucket}, the bucket of ${stack.name}. Name one that is: --to ${stage}/….zip`,
      );
    return stack.updateParameters(change);
  });
  print(changed ? `${stage}: runs ${key} again` : `${stage}: no change, runs ${key}`);
}
