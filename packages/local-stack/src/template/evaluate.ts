/** What an expression may refer to. Each function throws in plain words when the name is not there. */
export interface References {
  /** A parameter, a pseudo parameter or a resource; `noValue` for `AWS::NoValue`. */
  ref: (name: string) => unknown;
  attribute: (logicalId: string, name: string) => unknown;
  condition: (name: string) => boolean;
  /** Replaces AWS host names of this stack's own resources by where they are on this machine. */
  localize: (text: string) => string;
}

/** Marks what `AWS::NoValue` removes. */
export const noValue = Symbol("AWS::NoValue");

/**
 * The value of a template's expression, its intrinsic functions replaced by what they stand for.
 * @throws {Error} when a reference is missing or a function is unknown or has the wrong arguments.
 */
export function evaluate(expression: unknown, references: References): unknown {
  if (Array.isArray(expression))
    return expression.map((item) => evaluate(item, references)).filter((item) => item !== noValue);
  if (!isObject(expression)) return expression;

  const call = intrinsicCall(expression);
  if (call) return callFunction(call.name, call.argument, references);
  return Object.fromEntries(
    Object.entries(expression)
      .map(([key, value]) => [key, evaluate(value, references)] as const)
      .filter(([, value]) => value !== noValue),
  );
}

/** The intrinsic function that an object stands for, if it is one. */
function intrinsicCall(
  expression: Readonly<Record<string, unknown>>,
): { name: string; argument: unknown } | undefined {
  const [name, ...others] = Object.keys(expression);
  if (name === undefined || others.length > 0) return undefined;
  if (name !== "Ref" && !name.startsWith("Fn::")) return undefined;
  return { name, argument: expression[name] };
}

function callFunction(name: string, argument: unknown, references: References): unknown {
  const value = (expression: unknown) => evaluate(expression, references);
  switch (name) {
    case "Ref":
      return references.ref(text(argument, name));
    case "Fn::GetAtt": {
      const [logicalId, attribute] = attributePath(argument);
      return references.attribute(logicalId, attribute);
    }
    case "Fn::Sub":
      return substitute(argument, references);
    case "Fn::If": {
      const [condition, ifTrue, ifFalse] = list(argument, name, 3);
      return value(references.condition(text(condition, name)) ? ifTrue : ifFalse);
    }
    case "Fn::Join": {
      const [separator, items] = list(argument, name, 2);
      const parts = list(value(items), name).map((item) => text(item, name));
      return references.localize(parts.join(text(separator, name)));
    }
    default:
      throw new Error(`${name} is not known to the local stack`);
  }
}

function substitute(argument: unknown, references: References): string {
  const [template, variables] = Array.isArray(argument)
    ? list(argument, "Fn::Sub", 2)
    : [argument, {}];
  if (!isObject(variables)) throw new Error("Fn::Sub takes a map as its second argument");
  const filled = text(template, "Fn::Sub").replaceAll(/\$\{(!?)([^}]+)\}/g, (_all, bang, inner) => {
    const name = String(inner).trim();
    if (bang) return `\${${name}}`;
    if (Object.hasOwn(variables, name))
      return text(evaluate(variables[name], references), "Fn::Sub");
    const dot = name.indexOf(".");
    return text(
      dot < 0
        ? references.ref(name)
        : references.attribute(name.slice(0, dot), name.slice(dot + 1)),
      "Fn::Sub",
    );
  });
  return references.localize(filled);
}

function attributePath(argument: unknown): [logicalId: string, attribute: string] {
  const path = Array.isArray(argument) ? argument.join(".") : text(argument, "Fn::GetAtt");
  const dot = path.indexOf(".");
  if (dot < 1) throw new Error(`Fn::GetAtt ${path} names no attribute`);
  return [path.slice(0, dot), path.slice(dot + 1)];
}

function text(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`${name} needs text, but has ${JSON.stringify(value) ?? "no value"}`);
}

function list(value: unknown, name: string, length?: number): unknown[] {
  if (Array.isArray(value) && (length === undefined || value.length === length)) return value;
  throw new Error(`${name} takes a list${length === undefined ? "" : ` of ${length}`}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
