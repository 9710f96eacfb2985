import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { parseTemplate } from "@reddit-crawler/local-stack/template/parse-template";

import { carryOut } from "../stack/await-stack.ts";
import { changeZips } from "../stack/template-parameters.ts";
import type { StageArtifact } from "../stages/stage-artifact.ts";
import { variablesOf } from "../stages/stage-variables.ts";
import type { DeployWorld } from "../world.ts";

/**
 * Gives some stages of a stack their built zips and changes nothing else: the template and all other parameters stay as
 * the stack has them. @throws {CommandError} when the stack or a zip does not exist, the stack's template lacks a variable
 * of a stage, or a resource fails.
 */
export async function deployStages(
  artifacts: readonly StageArtifact[],
  bucket: string,
  world: DeployWorld,
): Promise<void> {
  const { stack, print } = world;
  await requireUploaded(artifacts, bucket, world);
  const changed = await carryOut(world, async (state) => {
    if (!state)
      throw new CommandError(
        `There is no stack ${stack.name} yet. Deploy all of it first: reddit-crawler deploy --stack ${stack.name} --bucket ${bucket}`,
      );
    const { ArtifactBucket } = state.parameters;
    if (ArtifactBucket !== bucket)
      throw new CommandError(
        `${stack.name} takes its zips from ${ArtifactBucket}, not from ${bucket}. Upload to that one, or deploy the whole stack with the other.`,
      );
    const change = changeZips(artifacts, state.parameters);
    if (!change) return false;
    requireVariables(artifacts, stack.name, await stack.readTemplate());
    return stack.updateParameters(change);
  });
  for (const { stage, key } of artifacts)
    print(changed ? `${stage}: runs ${key}` : `${stage}: no change, runs ${key}`);
}

/** @throws {CommandError} naming every zip that is not in the bucket: CloudFormation would say so much later, of one. */
export async function requireUploaded(
  artifacts: readonly StageArtifact[],
  bucket: string,
  world: DeployWorld,
): Promise<void> {
  const missing: StageArtifact[] = [];
  for (const artifact of artifacts)
    if (!(await world.bucket(bucket).has(artifact.key))) missing.push(artifact);
  if (missing.length === 0) return;
  const keys = missing.map(({ key }) => key).join(", ");
  const names = missing.map(({ stage }) => stage).join(" ");
  const [is, them] = missing.length === 1 ? ["is", "it"] : ["are", "them"];
  throw new CommandError(
    `${keys} ${is} not in ${bucket}. Upload ${them}: reddit-crawler upload ${names} --bucket ${bucket}`,
  );
}

/** A stage whose variables `template`, the stack's own, does not set would not start: that template has to change first. */
function requireVariables(
  artifacts: readonly StageArtifact[],
  stackName: string,
  template: string,
): void {
  for (const { stage, variables } of artifacts) {
    const given = variablesOf(stage, parseTemplate(template));
    const missing = variables.filter((name) => !given.includes(name));
    if (missing.length > 0)
      throw new CommandError(
        `${stage} needs ${missing.join(", ")}, which the template of ${stackName} does not give it yet. Deploy the template first, which takes ${stage} along: reddit-crawler deploy --stack ${stackName}`,
      );
  }
}
