import { CommandError } from "@reddit-crawler/function-runtime/command-error";

import { carryOut } from "../stack/await-stack.ts";
import { describeChanges, isIrreversible } from "../stack/describe-changes.ts";
import { proposeTemplate, type Comparison } from "../stack/propose-template.ts";
import type { Proposal } from "../stack/stack.ts";
import { templateParameters, type BuiltTemplate } from "../stack/template-parameters.ts";
import type { DeployWorld } from "../world.ts";
import { requireUploaded } from "./deploy-stages.ts";

/** How a template is deployed: the command's options. */
export interface TemplateOptions {
  bucket: string;
  /** Parameters of the template, by name. */
  parameter: Readonly<Record<string, string>>;
  /** Shows what would change, and leaves the stack alone. */
  preview: boolean;
  /** Goes on when a queue, a bucket or a topic is removed or replaced. */
  allowRemoval: boolean;
}

/**
 * Brings a stack to this template and these zips, and prints the change set before it executes it.
 * @throws {CommandError} when a zip or a parameter is missing, the stack is not the crawler's, content would be lost that
 * nobody allowed to lose, or a resource fails.
 */
export async function deployTemplate(
  built: BuiltTemplate,
  { bucket, parameter, preview, allowRemoval }: TemplateOptions,
  world: DeployWorld,
): Promise<void> {
  const { stack, print } = world;
  // A change set compares keys: a preview of a pull request needs no uploaded zips.
  if (!preview) await requireUploaded(built.artifacts, bucket, world);
  let proposed = false;
  const changed = await carryOut(world, async (state) => {
    const change = templateParameters(built, { ...parameter, ArtifactBucket: bucket }, state);
    const comparison: Comparison = { purpose: preview ? "preview" : "deploy", bucket };
    const proposal = await proposeTemplate(built.template, change, state, comparison, world);
    if (!proposal) return false;
    proposed = true;
    for (const line of describeChanges(proposal.changes)) print(line);
    if (preview) {
      await proposal.discard();
      return false;
    }
    if (!allowRemoval) await refuseRemoval(proposal);
    await proposal.execute();
    return true;
  });
  if (proposed && !changed) return print(`${stack.name}: shown only, not changed`);
  print(changed ? `${stack.name}: deployed` : `${stack.name}: no change`);
  const outputs = Object.entries((await stack.describe())?.outputs ?? {});
  for (const [name, value] of outputs) print(`  ${name}: ${value}`);
  print(`Crawl with it: reddit-crawler crawl aww --stack ${stack.name} --download`);
}

async function refuseRemoval(proposal: Proposal): Promise<void> {
  const lost = proposal.changes.filter(isIrreversible);
  if (lost.length === 0) return;
  await proposal.discard();
  const names = lost.map(({ logicalId, type }) => `${logicalId} (${type})`);
  throw new CommandError(
    `This removes or replaces ${names.join(", ")}, with its content. Nothing was changed. If you mean it, add --allow-removal.`,
  );
}
