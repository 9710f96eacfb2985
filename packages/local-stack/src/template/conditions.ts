import { isDeepStrictEqual } from "node:util";

/** Evaluates an expression inside a condition, where only parameters may be referred to. */
type Value = (expression: unknown) => unknown;

/**
 * The conditions of a template, each evaluated when it is asked for.
 * @throws {Error} from the returned function when the condition is not there, uses an unknown function or itself.
 */
export function createConditions(
  definitions: Readonly<Record<string, unknown>>,
  value: Value,
): (name: string) => boolean {
  const pending = new Set<string>();

  const named = (name: string): boolean => {
    if (!Object.hasOwn(definitions, name))
      throw new Error(`Condition ${name} is not in the template`);
    if (pending.has(name)) throw new Error(`Condition ${name} refers to itself`);
    pending.add(name);
    try {
      return holds(definitions[name]);
    } finally {
      pending.delete(name);
    }
  };

  const holds = (expression: unknown): boolean => {
    const [[name, argument] = [], ...others] = Object.entries(Object(expression));
    if (others.length > 0 || name === undefined) throw new Error("A condition takes one function");
    if (name === "Condition") return named(String(argument));
    const items: unknown[] = Array.isArray(argument) ? argument : [];
    switch (name) {
      case "Fn::Equals":
        return isDeepStrictEqual(comparable(value(items[0])), comparable(value(items[1])));
      case "Fn::Not":
        return !holds(items[0]);
      case "Fn::And":
        return items.every(holds);
      case "Fn::Or":
        return items.some(holds);
      default:
        throw new Error(`${name} is not known in conditions`);
    }
  };
  return named;
}

/** Parameters are text, while a template may write `true` or `5` beside them. */
function comparable(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}
