import type { ParameterChange, StackState } from "./stack.ts";
import { artifactParameter, formerArtifactParameter, type Stage } from "../stages/stages.ts";

/**
 * The parameters that give `stage` the zip `key`: that key, and the key it takes the place of, so that the stack itself
 * knows what a rollback goes back to. Empty when the stage has that zip already.
 */
export function newZip(
  stage: Stage,
  key: string,
  parameters: StackState["parameters"] = {},
): Record<string, string> {
  const current = parameters[artifactParameter(stage)] ?? "";
  if (current === key) return {};
  return { [artifactParameter(stage)]: key, [formerArtifactParameter(stage)]: current };
}

/** A change of `set` alone in a stack with `parameters`; what the stack's template does not know is left out. */
export function changeOnly(
  set: Readonly<Record<string, string>>,
  parameters: StackState["parameters"],
): ParameterChange {
  const known = Object.entries(set).filter(([name]) => Object.hasOwn(parameters, name));
  return {
    set: Object.fromEntries(known),
    keep: Object.keys(parameters).filter((name) => !Object.hasOwn(set, name)),
  };
}
