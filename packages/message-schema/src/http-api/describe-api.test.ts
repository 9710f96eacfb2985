import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";

import { describeApi } from "./describe-api.ts";

const description = JSON.parse(JSON.stringify(describeApi()));

test("the description is the one that was published", async () => {
  await expect(`${JSON.stringify(description, undefined, 2)}\n`).toMatchFileSnapshot(
    "../../openapi.json",
  );
});

test("the description is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(description))).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
  expect(await new Validator().validate({ ...description, paths: { crawls: {} } })).toMatchObject({
    valid: false,
  });
});
