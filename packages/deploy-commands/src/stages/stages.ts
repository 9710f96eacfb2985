import { CommandError } from "@reddit-crawler/function-runtime/command-error";

/** The stages, each a folder of `packages` and a function of the stack. */
export const stages = ["api-endpoint", "article-loader", "balancer", "download-worker"] as const;
export type Stage = (typeof stages)[number];

/** The stages that `names` means, all of them when it is empty. @throws {CommandError} when one is unknown. */
export function readStages(names: readonly string[]): readonly Stage[] {
  const unknown = names.filter((name) => !stages.some((stage) => stage === name));
  if (unknown.length > 0)
    throw new CommandError(
      `There is no stage ${unknown.join(", ")}. The stages are ${stages.join(", ")}.`,
    );
  return names.length === 0 ? stages : stages.filter((stage) => names.includes(stage));
}

/** The template's parameter with the key of the zip that runs: `BalancerArtifact`. */
export function artifactParameter(stage: Stage): string {
  return `${inPascalCase(stage)}Artifact`;
}

/** The template's parameter with the key of the zip that ran before: `BalancerFormerArtifact`. */
export function formerArtifactParameter(stage: Stage): string {
  return `${inPascalCase(stage)}FormerArtifact`;
}

function inPascalCase(stage: Stage): string {
  return stage.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
