import type { ParameterDefinition } from "./template.ts";
import { TemplateError } from "./template-error.ts";

/** What a `Ref` to a parameter gives. */
export type ParameterValues = Readonly<Record<string, string>>;

/** The defaults of parameters as CloudFormation reads them: text, and undefined where a value has to be given. */
export type ParameterDefaults = Readonly<Record<string, string | undefined>>;

/** The defaults of all parameters of a template. */
export function parameterDefaults(
  definitions: Readonly<Record<string, ParameterDefinition>>,
): ParameterDefaults {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, { Default }]) => [name, Default?.toString()]),
  );
}

const types = new Set(["String", "Number"]);

/**
 * The value of every parameter: the one given, else its default.
 * @throws {TemplateError} listing every value that is missing, unknown or breaks its parameter's rules.
 */
export function parameterValues(
  definitions: Readonly<Record<string, ParameterDefinition>>,
  given: Readonly<Record<string, string>>,
): ParameterValues {
  const problems = Object.keys(given)
    .filter((name) => !Object.hasOwn(definitions, name))
    .map((name) => `Parameter ${name} is not in the template`);
  const values: Record<string, string> = {};
  const defaults = parameterDefaults(definitions);

  for (const [name, definition] of Object.entries(definitions)) {
    if (!types.has(definition.Type)) {
      problems.push(
        `Parameter ${name} has type ${definition.Type}, which the local stack does not know`,
      );
      continue;
    }
    const value = given[name] ?? defaults[name];
    if (value === undefined) {
      problems.push(`Parameter ${name} has no default and was not given`);
      continue;
    }
    const broken = brokenRule(definition, value);
    if (broken) problems.push(`Parameter ${name}${shown(definition, value)} ${broken}`);
    values[name] = value;
  }
  if (problems.length > 0) throw new TemplateError(problems);
  return values;
}

function brokenRule(rules: ParameterDefinition, value: string): string | undefined {
  const amount = Number(value);
  if (rules.Type === "Number" && (value.trim() === "" || Number.isNaN(amount)))
    return "is no number";
  if (rules.AllowedValues && !rules.AllowedValues.some((allowed) => String(allowed) === value))
    return `must be one of ${rules.AllowedValues.join(", ")}`;
  // CloudFormation matches the whole value.
  if (
    rules.AllowedPattern !== undefined &&
    !new RegExp(`^(?:${rules.AllowedPattern})$`).test(value)
  )
    return rules.ConstraintDescription ?? `must match ${rules.AllowedPattern}`;
  if (value.length < (rules.MinLength ?? 0))
    return `must have at least ${rules.MinLength} characters`;
  if (value.length > (rules.MaxLength ?? Infinity))
    return `must have at most ${rules.MaxLength} characters`;
  if (amount < (rules.MinValue ?? -Infinity)) return `must be at least ${rules.MinValue}`;
  if (amount > (rules.MaxValue ?? Infinity)) return `must be at most ${rules.MaxValue}`;
  return undefined;
}

function shown(definition: ParameterDefinition, value: string): string {
  return definition.NoEcho ? "" : ` (${JSON.stringify(value)})`;
}
