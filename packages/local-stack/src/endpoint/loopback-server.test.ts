import { expect, test } from "vitest";

import { refusalOfForeign } from "./loopback-server.ts";

const own = { host: "127.0.0.1:4000" };

test.each([
  ["a program", own],
  ["a program, by the other name", { host: "localhost:4000" }],
  ["an address that a person typed into a browser", { ...own, "sec-fetch-site": "none" }],
])("lets %s in", (_, headers) => {
  expect(refusalOfForeign(headers, 4000)).toBeUndefined();
});

test.each([
  ["a name that was pointed here (DNS rebinding)", { host: "evil.example:4000" }],
  ["another port", { host: "127.0.0.1:80" }],
  ["no host", {}],
  ["another site's script", { ...own, origin: "https://evil.example" }],
  ["a sandboxed frame's form", { ...own, origin: "null" }],
  ["a script of a page on this machine", { ...own, origin: "http://127.0.0.1:4000" }],
  ["another site's picture tag", { ...own, "sec-fetch-site": "cross-site" }],
  ["another port's picture tag", { ...own, "sec-fetch-site": "same-site" }],
])("refuses %s", (_, headers) => {
  expect(refusalOfForeign(headers, 4000)).toMatch(/\.$/);
});
