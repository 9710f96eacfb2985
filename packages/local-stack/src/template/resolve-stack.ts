import { errorMessage } from "@reddit-crawler/function-runtime/errors";
import * as z from "zod/mini";

import { createConditions } from "./conditions.ts";
import { evaluate, noValue, type References } from "./evaluate.ts";
import type { ParameterValues } from "./parameter-values.ts";
import { parameterHint } from "./parameter-hint.ts";
import type { Template } from "./template.ts";
import type { Identity, Resource, ResourceType, Site } from "./resource-type.ts";
import { schemaProblems, TemplateError } from "./template-error.ts";

/** A template with its parameters, evaluated for one place. */
export interface ResolvedStack {
  /** Every resource of `type` whose condition holds, in the template's order. */
  resourcesOf<Properties>(type: ResourceType<Properties>): Resource<Properties>[];
  outputs: Readonly<Record<string, string>>;
}

/**
 * Evaluates every resource and output of `template` at `site`.
 * @throws {TemplateError} listing every rule that does not hold, unknown type, unsupported property, missing reference and unknown function.
 */
export function resolveStack(
  template: Template,
  parameters: ParameterValues,
  site: Site,
  types: ReadonlyMap<string, ResourceType>,
): ResolvedStack {
  const problems: string[] = [];
  const attempt = (where: string, work: () => void) => {
    try {
      work();
    } catch (error) {
      problems.push(`${where}: ${errorMessage(error)}`);
    }
  };
  const references = createReferences(template, parameters, site, types);

  for (const [name, { RuleCondition: condition, Assertions }] of Object.entries(template.Rules)) {
    const holds = (expression: unknown) =>
      createConditions({ it: expression }, (value) => evaluate(value, references))("it");
    attempt(`Rule ${name}`, () => {
      if (condition !== undefined && !holds(condition)) return;
      for (const { Assert, AssertDescription } of Assertions)
        if (!holds(Assert)) problems.push(`Rule ${name}: ${AssertDescription}`);
    });
  }

  const resources = new Map<string, Resource<unknown>[]>();
  for (const [logicalId, { Type, Properties = {}, Condition }] of Object.entries(
    template.Resources,
  )) {
    const where = `${logicalId} (${Type})`;
    const type = types.get(Type);
    if (!type) {
      problems.push(`${where}: the local stack does not know this type`);
      continue;
    }
    attempt(where, () => {
      if (Condition !== undefined && !references.condition(Condition)) return;
      const identity = references.identityOf(logicalId);
      const parsed = z.safeParse(type.properties, evaluate(Properties, references));
      if (parsed.success) {
        const resource = { logicalId, ...identity, properties: parsed.data };
        resources.set(Type, [...(resources.get(Type) ?? []), resource]);
        return;
      }
      for (const issue of parsed.error.issues) {
        const [key] = issue.path;
        const hint =
          key === undefined ? "" : parameterHint(Properties[String(key)], template, parameters);
        for (const problem of schemaProblems([issue], "Properties"))
          problems.push(`${where}: ${problem}${hint}`);
      }
    });
  }

  const outputs: Record<string, string> = {};
  for (const [name, { Value, Condition }] of Object.entries(template.Outputs))
    attempt(`Output ${name}`, () => {
      if (Condition === undefined || references.condition(Condition))
        outputs[name] = String(evaluate(Value, references));
    });

  if (problems.length > 0) throw new TemplateError(problems);
  return {
    outputs,
    resourcesOf: <Properties>({ type }: ResourceType<Properties>) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed above by the schema of this very type
      (resources.get(type) ?? []) as Resource<Properties>[],
  };
}

function createReferences(
  template: Template,
  parameters: ParameterValues,
  site: Site,
  types: ReadonlyMap<string, ResourceType>,
) {
  const named = new Map<string, { name: string; identity: Identity }>();
  const naming = new Set<string>();

  const identityOf = (logicalId: string): { name: string; identity: Identity } => {
    const known = named.get(logicalId);
    if (known) return known;
    const resource = template.Resources[logicalId];
    if (!resource)
      throw new Error(`${logicalId} is neither a parameter nor a resource of the template`);
    if (resource.Condition !== undefined && !references.condition(resource.Condition))
      throw new Error(
        `${logicalId} is not created, because its condition ${resource.Condition} is false`,
      );
    const type = types.get(resource.Type);
    if (!type)
      throw new Error(
        `${logicalId} has type ${resource.Type}, which the local stack does not know`,
      );
    if (naming.has(logicalId)) throw new Error(`The name of ${logicalId} refers to itself`);

    naming.add(logicalId);
    const given = type.nameProperty && resource.Properties?.[type.nameProperty];
    let value: unknown;
    try {
      value = given === undefined ? noValue : evaluate(given, references);
    } finally {
      naming.delete(logicalId);
    }
    const name =
      value === noValue || value === "" ? `${site.stackName}-${logicalId}` : String(value);
    const identity = type.identify?.(name, site, logicalId) ?? { ref: name, attributes: {} };
    const result = { name, identity };
    named.set(logicalId, result);
    return result;
  };

  const references: References & { identityOf: typeof identityOf } = {
    identityOf,
    ref: (name) => {
      if (name.startsWith("AWS::")) return pseudoParameter(name, site);
      return Object.hasOwn(parameters, name) ? parameters[name] : identityOf(name).identity.ref;
    },
    attribute: (logicalId, name) => {
      const { attributes } = identityOf(logicalId).identity;
      if (!Object.hasOwn(attributes, name))
        throw new Error(`${logicalId} has no attribute ${name} in the local stack`);
      return attributes[name];
    },
    condition: createConditions(template.Conditions, (expression) =>
      evaluate(expression, references),
    ),
    localize: (text) =>
      text.replaceAll(
        /https:\/\/([a-z0-9-]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g,
        (url, apiId) => {
          const api = [...named].find(([, { identity }]) => identity.ref === apiId);
          return api ? site.apiUrl(api[0]) : url;
        },
      ),
  };
  return references;
}

function pseudoParameter(name: string, site: Site): unknown {
  switch (name) {
    case "AWS::NoValue":
      return noValue;
    case "AWS::Region":
      return site.region;
    case "AWS::AccountId":
      return site.accountId;
    case "AWS::Partition":
      return "aws";
    case "AWS::URLSuffix":
      return "amazonaws.com";
    case "AWS::StackName":
      return site.stackName;
    case "AWS::StackId":
      return `arn:aws:cloudformation:${site.region}:${site.accountId}:stack/${site.stackName}/local`;
    default:
      throw new Error(`${name} is not known to the local stack`);
  }
}
