import * as z from "zod/mini";

/** The keywords of JSON Schema that this package's contracts are written with, and `unit`, which is ours. */
export interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly unit?: string;
  readonly [keyword: string]: unknown;
}

/** `schema` as JSON Schema: what a producer may send. */
export function jsonSchemaOf(schema: z.core.$ZodType): JsonSchema {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a schema of objects only, which has one type a place
  return z.toJSONSchema(schema, { io: "input" }) as JsonSchema;
}
