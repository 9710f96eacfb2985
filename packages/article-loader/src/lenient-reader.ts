/** Reads a value of one shape; undefined, never an error, when it has any other. */
export type Reader<Value> = (given: unknown) => Value | undefined;

/** What `fields` reads: every field may be missing. */
type Fields<Shape> = {
  [Name in keyof Shape]?: Shape[Name] extends Reader<infer Value> ? Value | undefined : never;
};

export const text: Reader<string> = (given) => (typeof given === "string" ? given : undefined);
export const flag: Reader<boolean> = (given) => (typeof given === "boolean" ? given : undefined);
export const number: Reader<number> = (given) =>
  Number.isFinite(given) ? Number(given) : undefined;

/** Reads the fields of an object; other fields are left out. */
export function fields<Shape extends Record<string, Reader<unknown>>>(
  shape: Shape,
): Reader<Fields<Shape>> {
  const readers = Object.entries(shape);
  return (given) => {
    if (!isObject(given)) return undefined;
    const found: Record<string, unknown> = {};
    for (const [name, read] of readers) found[name] = read(given[name]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each field was read by the reader that its type comes from
    return found as Fields<Shape>;
  };
}

/** Reads each item; one of another shape keeps its place as undefined. */
export function list<Value>(read: Reader<Value>): Reader<(Value | undefined)[]> {
  return (given) => (Array.isArray(given) ? given.map((item) => read(item)) : undefined);
}

/** Reads each value of an object that has names for keys. */
export function table<Value>(read: Reader<Value>): Reader<Record<string, Value | undefined>> {
  return (given) =>
    isObject(given) && !Array.isArray(given)
      ? Object.fromEntries(Object.entries(given).map(([name, value]) => [name, read(value)]))
      : undefined;
}

function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null;
}
