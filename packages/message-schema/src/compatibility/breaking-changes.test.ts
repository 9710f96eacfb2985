import { describe, expect, test } from "vitest";

import { releasedContracts } from "../contracts/released-contracts.ts";
import { breakingChanges } from "./breaking-changes.ts";
import type { JsonSchema } from "./json-schema.ts";

/** A place in a schema and its new value; without one the place is removed. */
type Edit = readonly [path: string, value?: unknown];

const postMessage = releasedContracts["post-message"].schema;
const crawlRequest = releasedContracts["crawl-request"].schema;
const post = "properties.post.properties";
const link = "properties.links.items.properties";
const requiredOfPost = postMessage.properties?.["post"]?.required ?? [];
const requiredOfMessage = postMessage.required ?? [];

function edited(schema: JsonSchema, edits: readonly Edit[]): JsonSchema {
  const copy = structuredClone(schema);
  for (const [path, value] of edits) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    const place = names.reduce<object>((at, name) => Object(Reflect.get(at, name)), copy);
    if (value === undefined) Reflect.deleteProperty(place, last);
    else Reflect.set(place, last, value);
  }
  return copy;
}

describe("an addition breaks nobody", () => {
  test.each<[what: string, released: JsonSchema, ...edits: Edit[]]>([
    ["nothing", postMessage],
    ["an optional field", postMessage, ["properties.priority", { type: "integer" }]],
    ["an optional field deep inside", postMessage, [`${link}.alt`, { type: "string" }]],
    [
      "an optional object with required fields of its own",
      postMessage,
      ["properties.origin", { type: "object", properties: { id: {} }, required: ["id"] }],
    ],
    ["a description", postMessage, ["properties.post.description", "who and what"]],
    ["a unit where none was", postMessage, [`${post}.score.unit`, "votes"]],
    ["a larger maximum", crawlRequest, ["properties.limit.maximum", 2000]],
    [
      "a further value of a set",
      crawlRequest,
      ["properties.timeFilter.enum", ["hour", "day", "week", "month", "year", "all", "decade"]],
    ],
    ["a pattern less", crawlRequest, ["properties.crawlId.pattern"]],
  ])("%s", (_, released, ...edits) => {
    expect(breakingChanges(released, edited(released, edits))).toEqual([]);
  });
});

const readOn = "go on reading it";
const addBeside = "Add an optional field of the new type";

describe("a change that breaks somebody is named with its place and the way to do it right", () => {
  test.each<
    [
      what: string,
      released: JsonSchema,
      edits: Edit[],
      path: string,
      change: string,
      remedy: string,
    ]
  >([
    [
      "a field removed",
      postMessage,
      [[`${post}.flair`]],
      "post.flair",
      "is gone",
      "go on sending it",
    ],
    [
      "a field renamed",
      postMessage,
      [[`${post}.flair`], [`${post}.flairText`, { type: "string" }]],
      "post.flair",
      "is gone, and flairText looks like it under another name",
      "send both names",
    ],
    [
      "a smaller maximum",
      crawlRequest,
      [["properties.limit.maximum", 500]],
      "limit",
      "has the maximum 500, which was 1000",
      readOn,
    ],
    [
      "a first maximum length",
      postMessage,
      [[`${post}.title.maxLength`, 10]],
      "post.title",
      "has the maxLength 10, which was none",
      readOn,
    ],
    [
      "a larger minimum",
      postMessage,
      [["properties.links.minItems", 2]],
      "links",
      "has the minItems 2, which was 1",
      readOn,
    ],
    [
      "a value of a set removed",
      crawlRequest,
      [["properties.sortMethod.enum", ["top", "hot"]]],
      "sortMethod",
      "no longer takes new, rising, controversial",
      readOn,
    ],
    [
      "free text that becomes a set",
      postMessage,
      [[`${link}.foundIn.enum`, ["url", "gallery"]]],
      "links[].foundIn",
      "takes only url, gallery, and took anything",
      readOn,
    ],
    [
      "another pattern",
      crawlRequest,
      [["properties.crawlId.pattern", "^[0-9a-f]{32}$"]],
      "crawlId",
      "must now have the pattern ^[0-9a-f]{32}$",
      readOn,
    ],
    [
      "a first format",
      postMessage,
      [[`${post}.permalink.format`, "uri"]],
      "post.permalink",
      "must now have the format uri, which was free",
      readOn,
    ],
    [
      "fields that are no longer taken",
      postMessage,
      [["properties.post.additionalProperties", false]],
      "post",
      "no longer takes fields that a later version adds",
      readOn,
    ],
    [
      "another type",
      postMessage,
      [[`${post}.score`, { type: "string" }]],
      "post.score",
      "was integer and is string",
      addBeside,
    ],
    [
      "a list in place of one",
      postMessage,
      [["properties.leftOut.items.properties.reason", { type: "array", items: {} }]],
      "leftOut[].reason",
      "was string and is array",
      addBeside,
    ],
    [
      "an optional field made required",
      postMessage,
      [["properties.post.required", [...requiredOfPost, "score"]]],
      "post.score",
      "was optional and is required",
      "make it optional",
    ],
    [
      "a new field that is required",
      postMessage,
      [
        ["properties.priority", { type: "integer" }],
        ["required", [...requiredOfMessage, "priority"]],
      ],
      "priority",
      "is new and required",
      "make it optional",
    ],
    [
      "a required field made optional",
      postMessage,
      [["required", requiredOfMessage.filter((name) => name !== "leftOut")]],
      "leftOut",
      "was always there and may now be missing",
      "go on sending it",
    ],
    [
      "another schema version",
      postMessage,
      [["properties.schemaVersion.const", 2]],
      "schemaVersion",
      "no longer takes 1",
      readOn,
    ],
    [
      "a keyword that the comparison does not know",
      postMessage,
      [["properties.links.uniqueItems", true]],
      "links",
      "differs in uniqueItems, which this comparison does not understand",
      readOn,
    ],
  ])("%s", (_, released, edits, path, change, remedy) => {
    expect(breakingChanges(released, edited(released, edits))).toEqual([
      { path, change: expect.stringContaining(change), remedy: expect.stringContaining(remedy) },
    ]);
  });

  test.each([
    ["another unit", "kilobytes", "was in bytes and is in kilobytes"],
    ["a unit that is no longer said", undefined, "was in bytes and is in an unnamed unit"],
  ])("%s", (_, unit, change) => {
    const bytes = { type: "integer", unit: "bytes" };
    const released = { type: "object", properties: { size: bytes } };
    const current = edited(released, [["properties.size.unit", unit]]);
    expect(breakingChanges(released, current)).toEqual([
      { path: "size", change, remedy: expect.stringContaining("whose name says the new one") },
    ]);
  });
});
