import { carryOut } from "./await-stack.ts";
import { CommandError } from "./command-error.ts";
import { changeOnly, newZip } from "./parameter-change.ts";
import type { DeployPorts } from "./stack.ts";
import { formerArtifactParameter, type Stage } from "./stages.ts";

/**
 * Gives `stage` the zip that it had before its last deployment, or the one named by `to`; nothing else changes. The zip
 * that it takes the place of becomes the former one, so that the same command again goes forward.
 * @throws {CommandError} when the stack knows no former zip, or a resource fails.
 */
export async function rollbackStage(
  stage: Stage,
  to: string | undefined,
  ports: DeployPorts,
): Promise<void> {
  const { stack, print } = ports;
  let key = to;
  const changed = await carryOut(ports, async (state) => {
    if (!state) throw new CommandError(`There is no stack ${stack.name}.`);
    key = to ?? state.parameters[formerArtifactParameter(stage)] ?? "";
    if (key === "")
      throw new CommandError(
        `${stack.name} knows no former zip of ${stage}: it was deployed once only. Name one of the bucket's: --to ${stage}/….zip`,
      );
    const set = newZip(stage, key, state.parameters);
    if (Object.keys(set).length === 0) return false;
    return stack.updateParameters(changeOnly(set, state.parameters));
  });
  print(changed ? `${stage}: runs ${key} again` : `${stage}: no change, runs ${key}`);
}
