import type { ParameterValues } from "./parameter-values.ts";
import type { Template } from "./template.ts";

/** Which parameters to set where `expression` gave a value that cannot run here; empty where no parameter decides it. */
export function parameterHint(
  expression: unknown,
  template: Template,
  parameters: ParameterValues,
): string {
  const names = [...parametersBehind(expression, template)];
  if (names.length === 0) return "";
  const values = names.map((name) => {
    const { NoEcho, AllowedValues } = template.Parameters[name] ?? {};
    const value = NoEcho ? "hidden" : JSON.stringify(parameters[name]);
    return `${name} (now ${value}${AllowedValues ? `; one of ${AllowedValues.join(", ")}` : ""})`;
  });
  return `. Set the parameter ${values.join(" or ")}`;
}

/** The names of the parameters that decide an expression's value, through conditions too. */
function parametersBehind(expression: unknown, template: Template): ReadonlySet<string> {
  const found = new Set<string>();
  const seenConditions = new Set<string>();

  const followCondition = (name: unknown) => {
    if (typeof name !== "string" || seenConditions.has(name)) return;
    seenConditions.add(name);
    follow(template.Conditions[name]);
  };
  const follow = (part: unknown) => {
    if (Array.isArray(part)) return part.forEach(follow);
    if (typeof part !== "object" || part === null) return;
    for (const [key, value] of Object.entries(part)) {
      if (key === "Ref" && typeof value === "string" && Object.hasOwn(template.Parameters, value))
        found.add(value);
      else if (key === "Condition") followCondition(value);
      else if (key === "Fn::If" && Array.isArray(value)) followCondition(value[0]);
      else if (key === "Fn::Sub") subReferences(value).forEach((name) => follow({ Ref: name }));
      follow(value);
    }
  };
  follow(expression);
  return found;
}

function subReferences(argument: unknown): string[] {
  const template: unknown = Array.isArray(argument) ? argument[0] : argument;
  return [...String(template).matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name]) => name ?? "");
}
