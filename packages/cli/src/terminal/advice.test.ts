import { expect, test } from "vitest";

import { systemAdvice, whereToLook } from "./advice.ts";

const failed = (message: string, fields: object) => Object.assign(new Error(message), fields);

test.each([
  [
    failed("listen EADDRINUSE: address already in use 127.0.0.1:80", { code: "EADDRINUSE" }),
    "address already in use 127.0.0.1:80: choose another port with --port, or end what listens there.",
  ],
  [
    failed("EROFS: read-only file system", { code: "EROFS", path: "/cd/pictures" }),
    "/cd/pictures cannot be written (EROFS): choose another folder with --out.",
  ],
  [
    new TypeError("fetch failed", { cause: failed("connect x", { code: "ECONNREFUSED" }) }),
    "A server could not be reached (connect x): check the network, and HTTPS_PROXY where there is a proxy.",
  ],
])("tells what to do about %s", (error, advice) => {
  expect(systemAdvice(error)).toBe(advice);
});

test.each([new TypeError("x is not a function"), failed("odd", { code: "EACCES" }), "text"])(
  "has no advice about %s, which keeps its stack",
  (error) => {
    expect(systemAdvice(error)).toBeUndefined();
  },
);

test.each([
  ["/pictures/index.html", /^Look at them in a browser: \/pictures\/index\.html$/],
  [
    "/pictures/gallery.html",
    /\/pictures\/gallery\.html \(the index\.html there belongs to something else/,
  ],
])("names the page %s, and why it has its name", (page, words) => {
  expect(whereToLook(page)).toMatch(words);
});
