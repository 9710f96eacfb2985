import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import type { ParameterDefaults } from "@reddit-crawler/local-stack/template/parameter-values";

import type { StageArtifact } from "../stages/stage-artifact.ts";
import { artifactParameter, formerArtifactParameter, type Stage } from "../stages/stages.ts";
import type { ParameterChange, StackState } from "./stack.ts";

/** A template as it is here, and the built zips of its stages. */
export interface BuiltTemplate {
  template: string;
  defaults: ParameterDefaults;
  artifacts: readonly StageArtifact[];
}

/**
 * The parameters for deploying a whole template: the zips of `artifacts`, what the caller gives, and for the rest what the
 * stack has. A parameter that is new to the stack gets its default, spelled out, so that it can be kept from then on.
 * @throws {CommandError} when the caller gives an unknown one, or one without default is missing.
 */
export function templateParameters(
  { defaults, artifacts }: BuiltTemplate,
  given: Readonly<Record<string, string>>,
  state: StackState | undefined,
): ParameterChange {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(defaults, name));
  if (unknown.length > 0)
    throw new CommandError(`The template has no parameter ${unknown.join(", ")}.`);

  const before = state?.parameters ?? {};
  const wanted: Readonly<Record<string, string>> = Object.assign(
    {},
    ...artifacts.map((artifact) => newZip(artifact, before)),
    given,
  );
  const set: Record<string, string> = {};
  const keep: string[] = [];
  const missing: string[] = [];
  for (const [name, byDefault] of Object.entries(defaults)) {
    const value = wanted[name];
    if (value !== undefined) set[name] = value;
    else if (Object.hasOwn(before, name)) keep.push(name);
    else if (byDefault === undefined) missing.push(name);
    else set[name] = byDefault;
  }
  if (missing.length > 0)
    throw new CommandError(
      `Give a value: ${missing.map((name) => `--parameter ${name}=…`).join(" ")}`,
    );
  return { set, keep };
}

/**
 * The parameters that give `stage` the zip `key`: that key, and the key before it, so that the stack itself knows what a
 * rollback returns to. Empty when the stage has that zip already.
 */
function newZip(
  { stage, key }: { stage: Stage; key: string },
  parameters: StackState["parameters"] = {},
): Record<string, string> {
  const current = parameters[artifactParameter(stage)] ?? "";
  if (current === key) return {};
  return { [artifactParameter(stage)]: key, [formerArtifactParameter(stage)]: current };
}

/**
 * The change that gives stages these zips in a stack with `parameters`, and keeps everything else; undefined when they have
 * them already. It leaves out parameters that the stack's template does not have.
 */
export function changeZips(
  zips: readonly { stage: Stage; key: string }[],
  parameters: StackState["parameters"],
): ParameterChange | undefined {
  const set: Record<string, string> = Object.assign(
    {},
    ...zips.map((zip) => newZip(zip, parameters)),
  );
  if (Object.keys(set).length === 0) return undefined;
  return {
    set: Object.fromEntries(
      Object.entries(set).filter(([name]) => Object.hasOwn(parameters, name)),
    ),
    keep: Object.keys(parameters).filter((name) => !Object.hasOwn(set, name)),
  };
}
