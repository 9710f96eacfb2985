import * as z from "zod/mini";

/**
 * `schema` itself, with words for people and the unit of its number. It must be made in place: the words belong to the very
 * schema, wherever else it is used. One that others share is copied first, by `check(z.meta(…))`.
 */
export function described<Schema extends z.core.$ZodType>(
  schema: Schema,
  description: string,
  unit?: string,
): Schema {
  z.globalRegistry.add(schema, { description, ...(unit !== undefined && { unit }) });
  return schema;
}
