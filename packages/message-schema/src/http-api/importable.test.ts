import { describe, expect, test } from "vitest";

import { describeApi } from "./describe-api.ts";

interface Parameter {
  name: string;
  in: string;
  example?: unknown;
}
interface Operation {
  operationId?: string;
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example?: unknown; schema: { $ref: string } }> };
}
const { servers, security, components, paths } = JSON.parse(JSON.stringify(describeApi()));
const operations = Object.entries<Record<string, unknown>>(paths).flatMap(
  ([path, { parameters = [], ...methods }]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        [
          `${method.toUpperCase()} ${path}`,
          operation as Operation,
          [...(parameters as Parameter[]), ...((operation as Operation).parameters ?? [])],
        ] as const,
    ),
);

test("an import asks the deployed API first, then this machine's, and knows how to sign", () => {
  expect(servers.map(({ url }: { url: string }) => url.split(":")[0])).toEqual(["https", "http"]);
  for (const scheme of security.flatMap(Object.keys))
    expect(components.securitySchemes).toHaveProperty([scheme]);
  expect(Object.keys(security[0])).toEqual(["signature"]);
});

describe.each(operations)("%s", (request, { operationId, summary, requestBody }, parameters) => {
  test("has a name of its own in an import", () => {
    expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
    expect(summary).toMatch(/^\S/);
    const names = operations.map(([, operation]) => operation.operationId);
    expect(names.filter((name) => name === operationId)).toHaveLength(1);
  });

  test("has something in each place of its path", () => {
    const places = [...request.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const filled = parameters.filter(({ in: where, example }) => where === "path" && example);
    expect(filled.map(({ name }) => name)).toEqual(places);
  });

  test("has a body that can be sent as it is, wherever an importer looks for one", () => {
    for (const { example, schema } of Object.values(requestBody?.content ?? {})) {
      expect(example).toBeTypeOf("object");
      expect(components.schemas[schema.$ref.split("/").at(-1)!].example).toEqual(example);
    }
  });
});
