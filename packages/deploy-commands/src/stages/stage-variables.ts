import { at, parseTemplate, referredId, resourcesOf } from "@reddit-crawler/infra/template";

import { CommandError } from "../command-error.ts";
import type { StageArtifact } from "./stage-artifact.ts";
import { artifactParameter } from "./stages.ts";

/**
 * @throws {CommandError} when a stage reads a variable that `template`, the stack's own, gives its function none of: it would
 * not start. The template that names it goes first.
 */
export function requireVariables(
  artifacts: readonly StageArtifact[],
  stackName: string,
  template: string,
): void {
  const functions = resourcesOf(parseTemplate(template), "AWS::Lambda::Function");
  for (const { stage, variables } of artifacts) {
    const [, own] =
      functions.find(
        ([, one]) => referredId(at(one, "Properties.Code.S3Key")) === artifactParameter(stage),
      ) ?? [];
    const given = Object.keys(Object(at(own, "Properties.Environment.Variables")));
    const missing = variables.filter((name) => !given.includes(name));
    if (missing.length > 0)
      throw new CommandError(
        `${stage} needs ${missing.join(", ")}, which the template of ${stackName} does not give it yet. Deploy the template first, which takes ${stage} along: npx -y pnpm@12 run deploy --stack ${stackName}`,
      );
  }
}
