import { CommandError } from "../command-error.ts";
import type { StackState } from "./stack.ts";
import { artifactParameter, stages } from "../stages/stages.ts";

/**
 * @throws {CommandError} when a stack is somebody else's: one of the crawler names its bucket and its four zips. Another one
 * would lose all that it has to this template.
 */
export function requireCrawler(stackName: string, { parameters }: StackState): void {
  const missing = ["ArtifactBucket", ...stages.map(artifactParameter)].filter(
    (name) => !Object.hasOwn(parameters, name),
  );
  if (missing.length > 0)
    throw new CommandError(
      `${stackName} is no stack of the crawler: it has no parameter ${missing.join(", ")}. Nothing was changed; name another stack.`,
    );
}
