import { carryOut } from "../stack/await-stack.ts";
import { CommandError } from "../command-error.ts";
import { requireCrawler } from "../stack/crawler-stack.ts";
import { changeOnly, newZip } from "../stack/parameter-change.ts";
import type { DeployPorts } from "../stack/stack.ts";
import type { StageArtifact } from "../stages/stage-artifact.ts";
import { requireVariables } from "../stages/stage-variables.ts";
import type { ArtifactStore } from "./upload-stages.ts";

/**
 * Gives some stages of a stack their built zips and changes nothing else: the template and all other parameters stay as
 * the stack has them. @throws {CommandError} when the stack or a zip is not there, the stack's
 * template lacks a variable of a stage, or a resource fails.
 */
export async function deployStages(
  artifacts: readonly StageArtifact[],
  bucket: string,
  ports: DeployPorts & { store: ArtifactStore },
): Promise<void> {
  const { stack, store, print } = ports;
  await requireUploaded(artifacts, bucket, store);
  const changed = await carryOut(ports, async (state) => {
    if (!state)
      throw new CommandError(
        `There is no stack ${stack.name} yet. Deploy all of it first: npx -y pnpm@12 run deploy --stack ${stack.name} --bucket ${bucket}`,
      );
    requireCrawler(stack.name, state);
    const { ArtifactBucket } = state.parameters;
    if (ArtifactBucket !== bucket)
      throw new CommandError(
        `${stack.name} takes its zips from ${ArtifactBucket}, not from ${bucket}. Upload to that one, or deploy the whole stack with the other.`,
      );
    const set = Object.assign(
      {},
      ...artifacts.map(({ stage, key }) => newZip(stage, key, state.parameters)),
    );
    if (Object.keys(set).length === 0) return false;
    requireVariables(artifacts, stack.name, await stack.readTemplate());
    return stack.updateParameters(changeOnly(set, state.parameters));
  });
  for (const { stage, key } of artifacts)
    print(changed ? `${stage}: runs ${key}` : `${stage}: no change, runs ${key}`);
}

/** @throws {CommandError} when a zip is not in the bucket: CloudFormation would say so much later. */
export async function requireUploaded(
  artifacts: readonly StageArtifact[],
  bucket: string,
  store: ArtifactStore,
): Promise<void> {
  for (const { stage, key } of artifacts)
    if (!(await store.has(key)))
      throw new CommandError(
        `${key} is not in ${bucket}. Upload it: npx -y pnpm@12 run upload ${stage} --bucket ${bucket}`,
      );
}
