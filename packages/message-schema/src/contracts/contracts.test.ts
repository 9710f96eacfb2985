import { describe, expect, test } from "vitest";
import * as z from "zod/mini";

import { describeContracts } from "./contracts-document.ts";
import { contracts } from "./contracts.ts";

test("the contracts are described for people as they are", async () => {
  await expect(describeContracts()).toMatchFileSnapshot("../../contracts.md");
});

describe.each(Object.entries(contracts))("the contract %s", (name, { schema, examples }) => {
  test("is the one that was published", async () => {
    const json = JSON.stringify(z.toJSONSchema(schema, { io: "input" }), undefined, 2);
    await expect(`${json}\n`).toMatchFileSnapshot(`../../schemas/${name}.json`);
  });

  test("accepts its examples and keeps every field of them", () => {
    for (const example of examples) expect(z.parse(schema, example)).toEqual(example);
  });

  test("accepts a message with fields that a later version adds", () => {
    for (const example of examples)
      expect(z.safeParse(schema, { ...example, addedLater: true }).success).toBe(true);
  });

  test("refuses another schema version", () => {
    for (const example of examples)
      expect(z.safeParse(schema, { ...example, schemaVersion: 2 }).success).toBe(false);
  });
});
