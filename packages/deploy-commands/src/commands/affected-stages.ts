import { carryOut } from "../stack/await-stack.ts";
import { proposeTemplate, type Comparison } from "../stack/propose-template.ts";
import { templateParameters, type BuiltTemplate } from "../stack/template-parameters.ts";
import { artifactParameter, stages, type Stage } from "../stages/stages.ts";
import type { DeployWorld } from "../world.ts";

/**
 * What has to be deployed to a stack: the stages that run another zip than the built one, and whether the template, with the
 * zips and parameters that the stack has, would change it. Everything where there is no stack. The stack stays as it
 * is; a template that differs is put into its artifact bucket, below `previews/`.
 * @throws {CommandError} when the stack is not the crawler's, or cannot be compared.
 */
export async function findAffected(
  built: BuiltTemplate,
  world: DeployWorld,
): Promise<{ stages: readonly Stage[]; template: boolean }> {
  let differing: readonly Stage[] = stages;
  let template = true;
  await carryOut(world, async (state) => {
    if (!state) return false;
    const change = templateParameters({ ...built, artifacts: [] }, {}, state);
    const { ArtifactBucket = "" } = state.parameters;
    const comparison: Comparison = { purpose: "preview", bucket: ArtifactBucket };
    const proposal = await proposeTemplate(built.template, change, state, comparison, world);
    await proposal?.discard();
    template = proposal !== undefined;
    differing = built.artifacts
      .filter(({ stage, key }) => state.parameters[artifactParameter(stage)] !== key)
      .map(({ stage }) => stage);
    return false;
  });
  return { stages: differing, template };
}
