import { carryOut } from "../stack/await-stack.ts";
import { CommandError } from "../command-error.ts";
import { requireCrawler } from "../stack/crawler-stack.ts";
import { requireUploaded } from "./deploy-stages.ts";
import { describeChanges } from "../stack/describe-changes.ts";
import { isIrreversible } from "../stack/losing-change.ts";
import type { DeployPorts, Proposal } from "../stack/stack.ts";
import type { StageArtifact } from "../stages/stage-artifact.ts";
import { templateParameters, type ParameterDefaults } from "../stack/template-parameters.ts";
import type { ArtifactStore } from "./upload-stages.ts";

/** A whole deployment. */
export interface TemplateDeployment {
  template: string;
  defaults: ParameterDefaults;
  artifacts: readonly StageArtifact[];
  bucket: string;
  parameters: Readonly<Record<string, string>>;
  /** Show what would change, and leave the stack alone. */
  previewOnly: boolean;
  /** Go on when a queue, a bucket or a topic is removed or replaced. */
  allowRemoval: boolean;
}

/**
 * Brings a stack to this template and these zips: the change set is shown before it is executed.
 * @throws {CommandError} when a zip or a parameter is missing, the stack is not the crawler's, something would be lost for
 * good that nobody allowed, or a resource fails.
 */
export async function deployTemplate(
  deployment: TemplateDeployment,
  ports: DeployPorts & { store: ArtifactStore },
): Promise<void> {
  const { template, defaults, artifacts, bucket, parameters, previewOnly, allowRemoval } =
    deployment;
  const { stack, store, print } = ports;
  // A change set compares keys: zips that only a pull request has built need not be there.
  if (!previewOnly) await requireUploaded(artifacts, bucket, store);
  let proposed = false;
  const changed = await carryOut(ports, async (state) => {
    // A change set for a stack that is not there leaves the shell of one behind.
    if (previewOnly && !state)
      throw new CommandError(`There is no stack ${stack.name} to compare with.`);
    if (state) requireCrawler(stack.name, state);
    const given = { ...parameters, ArtifactBucket: bucket };
    const change = templateParameters(defaults, given, artifacts, state);
    const proposal = await stack.proposeTemplate(template, change, state === undefined);
    if (!proposal) return false;
    proposed = true;
    for (const line of describeChanges(proposal.changes)) print(line);
    if (previewOnly) {
      await proposal.discard();
      return false;
    }
    if (!allowRemoval) await refuseRemoval(proposal);
    await proposal.execute();
    return true;
  });
  if (changed) print(`${stack.name}: deployed`);
  else print(proposed ? `${stack.name}: shown only, not changed` : `${stack.name}: no change`);
}

async function refuseRemoval(proposal: Proposal): Promise<void> {
  const lost = proposal.changes.filter(isIrreversible);
  if (lost.length === 0) return;
  await proposal.discard();
  const names = lost.map(({ logicalId, type }) => `${logicalId} (${type})`);
  throw new CommandError(
    `This removes or replaces ${names.join(", ")}, with all that is in it. Nothing was changed. If that is meant, say --allow-removal.`,
  );
}
