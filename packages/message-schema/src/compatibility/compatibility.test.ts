import { describe, expect, test } from "vitest";
import { fromJSONSchema } from "zod";
import * as z from "zod/mini";

import { contracts } from "../contracts/contracts.ts";
import { releasedContracts } from "../contracts/released-contracts.ts";
import { breakingChanges } from "./breaking-changes.ts";
import { jsonSchemaOf } from "./json-schema.ts";

const pairs = Object.entries(contracts).flatMap(([name, contract]) =>
  Object.entries(releasedContracts)
    .filter(([key]) => key === name)
    .map(([, released]) => [name, contract, released] as const),
);

describe.each(pairs)("the contract %s and its last release", (_, current, released) => {
  test("get along: nothing that is deployed breaks", () => {
    expect(breakingChanges(released.schema, jsonSchemaOf(current.schema))).toEqual([]);
  });

  test("a consumer of the release reads what a producer sends now", () => {
    const asReleased = fromJSONSchema(JSON.parse(JSON.stringify(released.schema)));
    for (const example of current.examples)
      expect(asReleased.safeParse(example)).toMatchObject({ success: true });
  });

  test("a consumer reads what a producer of the release sends, and loses no field of it", () => {
    for (const example of released.examples)
      expect(z.parse(current.schema, example)).toEqual(example);
  });
});
