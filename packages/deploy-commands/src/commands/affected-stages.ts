import { carryOut } from "../stack/await-stack.ts";
import { requireCrawler } from "../stack/crawler-stack.ts";
import { newZip } from "../stack/parameter-change.ts";
import type { DeployPorts } from "../stack/stack.ts";
import type { StageArtifact } from "../stages/stage-artifact.ts";
import { stages, type Stage } from "../stages/stages.ts";
import { templateParameters, type ParameterDefaults } from "../stack/template-parameters.ts";

/** What has to be deployed to a stack: some stages alone, or the template, which takes all of them along. */
export interface Affected {
  stages: readonly Stage[];
  template: boolean;
}

/**
 * In what a stack differs from what is built: the stages that run another zip, and whether the template, with the zips and
 * parameters that the stack has, would change it. Everything where there is no stack. Nothing is changed.
 * @throws {CommandError} when the stack is not the crawler's, or cannot be compared.
 */
export async function findAffected(
  built: {
    template: string;
    defaults: ParameterDefaults;
    artifacts: readonly StageArtifact[];
  },
  ports: DeployPorts,
): Promise<Affected> {
  let affected: Affected = { stages, template: true };
  await carryOut(ports, async (state) => {
    if (!state) return false;
    requireCrawler(ports.stack.name, state);
    const change = templateParameters(built.defaults, {}, [], state);
    const proposal = await ports.stack.proposeTemplate(built.template, change, false);
    await proposal?.discard();
    affected = {
      stages: built.artifacts
        .filter(({ stage, key }) => Object.keys(newZip(stage, key, state.parameters)).length > 0)
        .map(({ stage }) => stage),
      template: proposal !== undefined,
    };
    return false;
  });
  return affected;
}
