import { expect, test } from "vitest";

import { fields, flag, list, number, table, text, type Reader } from "./lenient-reader.ts";

const strange = [undefined, null, "", "a", "1", 0, 1, Number.NaN, Infinity, true, [], ["a"], {}];

test.each<[string, Reader<unknown>, unknown[]]>([
  ["text", text, ["", "a", "1"]],
  ["flag", flag, [true]],
  ["number", number, [0, 1]],
  ["list", list(text), [[], ["a"]]],
  ["table", table(text), [{}]],
  ["fields", fields(({ a }) => ({ a: text(a) })), [[], ["a"], {}]],
])("%s reads what has its shape, and nothing else", (_name, read, readable) => {
  const found = strange.filter((given) => read(given) !== undefined);
  expect(found).toEqual(readable);
});

test("fields of another shape are not there, and unknown fields are left out", () => {
  const inner = fields(({ d }) => ({ d: flag(d) }));
  const read = fields(({ a, b, c }) => ({ a: text(a), b: number(b), c: inner(c) }));
  expect(read({ a: "x", b: "1", c: { d: null }, e: 1 })).toEqual({ a: "x", c: {} });
});

test("an item or entry of another shape keeps its place", () => {
  expect(list(text)(["a", 1, "b"])).toEqual(["a", undefined, "b"]);
  expect(Object.keys(table(text)({ a: 1, b: "x" }) ?? {})).toEqual(["a", "b"]);
});

test("a stranger's names reach no prototype", () => {
  const entries = table(text)(JSON.parse('{"__proto__":{"id":"x"},"constructor":"c"}'));
  expect(Object.getPrototypeOf(entries)).toBe(Object.prototype);
  expect(Object.keys(entries ?? {})).toEqual(["__proto__", "constructor"]);
});
