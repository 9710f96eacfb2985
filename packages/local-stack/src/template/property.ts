import * as z from "zod/mini";

// CloudFormation takes 5, "5", true and "true" alike, and a parameter is always text.

/** A property that is text. */
export const text = z.pipe(
  z.union([z.string(), z.number(), z.boolean()], "is missing or no text"),
  z.transform(String),
);

/** A property that is a whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number) {
  const rule = `must be a whole number from ${min} to ${max}`;
  return z.pipe(
    z.union([z.string().check(z.regex(/^-?\d+$/, rule)), z.number()], rule),
    z.pipe(
      z.transform(Number),
      z.number().check(z.multipleOf(1, rule), z.minimum(min, rule), z.maximum(max, rule)),
    ),
  );
}

/** A property that is true or false. */
export const flag = z.pipe(
  z.union([z.boolean(), z.enum(["true", "false"])], "must be true or false"),
  z.transform((value) => value === true || value === "true"),
);

/** Properties that change nothing on one machine, whatever their values. */
export function noEffect<Name extends string>(...names: readonly Name[]) {
  const ignored = z.optional(z.unknown());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets the names
  return Object.fromEntries(names.map((name) => [name, ignored])) as Record<Name, typeof ignored>;
}

/** A property that counts as `value` where the template leaves it out. */
export function withDefault<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: NonNullable<z.output<Schema>>,
) {
  return z.pipe(
    z.optional(schema),
    z.transform((given) => given ?? value),
  );
}
