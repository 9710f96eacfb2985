import { isDeepStrictEqual } from "node:util";

import { narrowings } from "./narrowings.ts";
import type { JsonSchema } from "./json-schema.ts";

/** Something that the other side of a contract, as it is deployed today, would not survive. */
export interface BreakingChange {
  /** Where: `links[].candidates[].url`; empty for the message itself. */
  path: string;
  /** What happened to it. */
  change: string;
  /** How to reach the same end without breaking anybody. */
  remedy: string;
}

/**
 * What in `current` breaks those who know `released`: messages that are under way, stored documents, and stages that are
 * not deployed yet. Additions break nobody; what this comparison does not understand counts as breaking.
 */
export function breakingChanges(
  released: JsonSchema,
  current: JsonSchema,
  path = "",
): BreakingChange[] {
  if (released.type !== current.type)
    return [
      {
        path,
        change: `was ${released.type ?? "anything"} and is ${current.type ?? "anything"}`,
        remedy:
          "Add an optional field of the new type beside it, send both, and leave this one until the next schemaVersion.",
      },
    ];
  return [
    ...unitChanges(released, current, path),
    ...narrowings(released, current).map((change) => ({
      path,
      change,
      remedy:
        "Messages under way and stored documents may hold what is no longer allowed: go on reading it, and refuse it where it first comes in.",
    })),
    ...fieldChanges(released, current, path),
    ...(released.items && current.items
      ? breakingChanges(released.items, current.items, `${path}[]`)
      : []),
  ];
}

function unitChanges(released: JsonSchema, current: JsonSchema, path: string): BreakingChange[] {
  if (released.unit === undefined || released.unit === current.unit) return [];
  return [
    {
      path,
      change: `was in ${released.unit} and is in ${current.unit ?? "an unnamed unit"}`,
      remedy:
        "A reader cannot see a unit: add an optional field whose name says the new one, and send both.",
    },
  ];
}

function fieldChanges(released: JsonSchema, current: JsonSchema, path: string): BreakingChange[] {
  const before = released.properties ?? {};
  const after = current.properties ?? {};
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  const wasRequired = (name: string) => released.required?.includes(name) ?? false;
  const isRequired = (name: string) => current.required?.includes(name) ?? false;

  const gone = Object.entries(before).flatMap(([name, schema]): BreakingChange[] => {
    const now = after[name];
    if (now === undefined) return [removed(at(name), schema, before, after)];
    return breakingChanges(schema, now, at(name));
  });
  const loosened = Object.keys(before)
    .filter((name) => Object.hasOwn(after, name) && wasRequired(name) && !isRequired(name))
    .map((name) => ({
      path: at(name),
      change: "was always there and may now be missing",
      remedy:
        "Readers that are deployed refuse a message without it: go on sending it until the next schemaVersion.",
    }));
  const demanded = Object.keys(after)
    .filter((name) => isRequired(name) && !wasRequired(name))
    .map((name) => ({
      path: at(name),
      change: Object.hasOwn(before, name) ? "was optional and is required" : "is new and required",
      remedy:
        "Messages of today's producers do not have it: make it optional, and let the reader decide what its absence means.",
    }));
  return [...gone, ...loosened, ...demanded];
}

function removed(
  path: string,
  schema: JsonSchema,
  before: Readonly<Record<string, JsonSchema>>,
  after: Readonly<Record<string, JsonSchema>>,
): BreakingChange {
  const [newName] = Object.entries(after).find(
    ([name, other]) => !Object.hasOwn(before, name) && isDeepStrictEqual(other, schema),
  ) ?? [undefined];
  return newName === undefined
    ? {
        path,
        change: "is gone",
        remedy:
          "Readers that are deployed still look for it: go on sending it, say in its description that it is to go, and remove it with the next schemaVersion.",
      }
    : {
        path,
        change: `is gone, and ${newName} looks like it under another name`,
        remedy: `Add ${newName} as an optional field, send both names, and drop the old one with the next schemaVersion.`,
      };
}
