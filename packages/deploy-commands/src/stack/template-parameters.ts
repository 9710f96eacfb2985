import { CommandError } from "../command-error.ts";
import { newZip } from "./parameter-change.ts";
import type { ParameterChange, StackState } from "./stack.ts";
import type { StageArtifact } from "../stages/stage-artifact.ts";

/** The parameters of a template and the defaults of those that have one. */
export type ParameterDefaults = Readonly<Record<string, string | undefined>>;

/** The defaults that a template's `Parameters` section has, as CloudFormation reads them: as text. */
export function parameterDefaults(
  definitions: Readonly<Record<string, { readonly Default?: unknown }>>,
): ParameterDefaults {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, { Default: value }]) => [
      name,
      typeof value === "string" || typeof value === "number" ? String(value) : undefined,
    ]),
  );
}

/**
 * The parameters for deploying a whole template: the zips that are built, what the caller gives, and for the rest what
 * the stack has; a parameter that is new to the stack gets its default, spelled out, so that it can be kept from then on.
 * @throws {CommandError} when the caller gives an unknown one, or one without default is missing.
 */
export function templateParameters(
  defaults: ParameterDefaults,
  given: Readonly<Record<string, string>>,
  artifacts: readonly StageArtifact[],
  state: StackState | undefined,
): ParameterChange {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(defaults, name));
  if (unknown.length > 0)
    throw new CommandError(`The template has no parameter ${unknown.join(", ")}.`);

  const before = state?.parameters ?? {};
  const wanted: Readonly<Record<string, string>> = Object.assign(
    {},
    ...artifacts.map(({ stage, key }) => newZip(stage, key, before)),
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
