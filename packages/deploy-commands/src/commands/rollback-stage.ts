import { carryOut } from "../stack/await-stack.ts";
import { CommandError } from "../command-error.ts";
import { requireCrawler } from "../stack/crawler-stack.ts";
import { changeOnly, newZip } from "../stack/parameter-change.ts";
import type { DeployPorts } from "../stack/stack.ts";
import { formerArtifactParameter, type Stage } from "../stages/stages.ts";
import type { ArtifactStore } from "./upload-stages.ts";

/**
 * Gives `stage` the zip that it had before its last deployment, or the one named by `to`; nothing else changes. The zip
 * that it takes the place of becomes the former one, so that the same command again goes forward.
 * @throws {CommandError} when `to` is no zip of this stage, the stack knows no former one, the zip is not in the stack's
 * bucket, or a resource fails.
 */
export async function rollbackStage(
  stage: Stage,
  to: string | undefined,
  ports: DeployPorts & { storeOf: (bucket: string) => Pick<ArtifactStore, "has"> },
): Promise<void> {
  const { stack, storeOf, print } = ports;
  if (to !== undefined && !new RegExp(`^${stage}/[0-9a-f]{64}\\.zip$`).test(to))
    throw new CommandError(`${to} is no zip of ${stage}. Its keys are ${stage}/<sha256>.zip.`);
  let key = to;
  const changed = await carryOut(ports, async (state) => {
    if (!state) throw new CommandError(`There is no stack ${stack.name}.`);
    requireCrawler(stack.name, state);
    key = to ?? state.parameters[formerArtifactParameter(stage)] ?? "";
    if (key === "")
      throw new CommandError(
        `${stack.name} knows no former zip of ${stage}: it was deployed once only. Name one of the bucket's: --to ${stage}/….zip`,
      );
    const set = newZip(stage, key, state.parameters);
    if (Object.keys(set).length === 0) return false;
    const { ArtifactBucket = "" } = state.parameters;
    if (!(await storeOf(ArtifactBucket).has(key)))
      throw new CommandError(
        `${key} is not in ${ArtifactBucket}, the bucket of ${stack.name}. Name one that is: --to ${stage}/….zip`,
      );
    return stack.updateParameters(changeOnly(set, state.parameters));
  });
  print(changed ? `${stage}: runs ${key} again` : `${stage}: no change, runs ${key}`);
}
