import { isDeepStrictEqual } from "node:util";

import type { JsonSchema } from "./json-schema.ts";

const lowerBounds = ["minimum", "exclusiveMinimum", "minLength", "minItems"];
const upperBounds = ["maximum", "exclusiveMaximum", "maxLength", "maxItems"];
/** Nothing here can say which of two of these allows more, so only dropping one widens. */
const forms = ["pattern", "format"] as const;
/** Compared elsewhere, or for people only. */
const others = [
  "type",
  "properties",
  "required",
  "items",
  "unit",
  "enum",
  "const",
  "additionalProperties",
  "$schema",
  "title",
  "description",
  "examples",
  "default",
];

/** In words, each way in which `current` allows less than `released`, its fields and items left aside. */
export function narrowings(released: JsonSchema, current: JsonSchema): string[] {
  const complaints = [...bounds(released, current), ...values(released, current)];
  for (const keyword of forms)
    if (current[keyword] !== undefined && current[keyword] !== released[keyword])
      complaints.push(
        `must now have the ${keyword} ${current[keyword]}, which was ${released[keyword] ?? "free"}`,
      );
  if (current["additionalProperties"] === false && released["additionalProperties"] !== false)
    complaints.push("no longer takes fields that a later version adds");
  const known = new Set([...lowerBounds, ...upperBounds, ...forms, ...others]);
  for (const keyword of new Set([...Object.keys(released), ...Object.keys(current)]))
    if (!known.has(keyword) && !isDeepStrictEqual(released[keyword], current[keyword]))
      complaints.push(`differs in ${keyword}, which this comparison does not understand`);
  return complaints;
}

function bounds(released: JsonSchema, current: JsonSchema): string[] {
  const bound = (schema: JsonSchema, keyword: string) => {
    const value = schema[keyword];
    return typeof value === "number" ? value : undefined;
  };
  return [
    ...lowerBounds.map(
      (keyword) => [keyword, (now: number, was?: number) => now > (was ?? -Infinity)] as const,
    ),
    ...upperBounds.map(
      (keyword) => [keyword, (now: number, was?: number) => now < (was ?? Infinity)] as const,
    ),
  ].flatMap(([keyword, isNarrower]) => {
    const [now, was] = [bound(current, keyword), bound(released, keyword)];
    if (now === undefined || !isNarrower(now, was)) return [];
    return [`has the ${keyword} ${now}, which was ${was ?? "none"}`];
  });
}

/** The values that a schema lists; undefined when it takes any. */
function listed(schema: JsonSchema): readonly unknown[] | undefined {
  return Object.hasOwn(schema, "const") ? [schema.const] : schema.enum;
}

function values(released: JsonSchema, current: JsonSchema): string[] {
  const after = listed(current);
  if (after === undefined) return [];
  const before = listed(released);
  if (before === undefined) return [`takes only ${after.join(", ")}, and took anything`];
  const gone = before.filter((value) => !after.includes(value));
  return gone.length > 0 ? [`no longer takes ${gone.join(", ")}`] : [];
}
