import { expect, test } from "vitest";

import { refusalOf } from "./request-guard.ts";

const own = { host: "127.0.0.1:4280" };

test.each([
  ["the page, typed into the address bar", "GET", "/", { ...own, "sec-fetch-site": "none" }],
  ["the page, by its other name", "GET", "/", { host: "localhost:4280" }],
  [
    "the page, by a link on another site",
    "GET",
    "/",
    { ...own, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
  ],
  ["a picture of the page", "GET", "/pictures/x", { ...own, "sec-fetch-site": "same-origin" }],
  ["a program without a browser that reads", "GET", "/events", own],
  ["the page's form", "POST", "/crawls", { ...own, origin: "http://127.0.0.1:4280" }],
  [
    "the page's form, by its other name",
    "POST",
    "/crawls",
    { host: "localhost:4280", origin: "http://localhost:4280" },
  ],
])("lets %s in", (_, method, path, headers) => {
  expect(refusalOf({ method, path, headers }, 4280)).toBeUndefined();
});

test.each([
  ["a name that was pointed here (DNS rebinding)", "GET", "/", { host: "evil.example:4280" }],
  ["another port", "GET", "/", { host: "127.0.0.1:80" }],
  ["a host with a user before it", "GET", "/", { host: "evil@127.0.0.1:4280" }],
  ["no host", "GET", "/", {}],
  ["another site's form", "POST", "/crawls", { ...own, origin: "https://evil.example" }],
  ["a sandboxed frame's form", "POST", "/crawls", { ...own, origin: "null" }],
  ["another port's form", "POST", "/crawls", { ...own, origin: "http://127.0.0.1:3000" }],
  [
    "a form of the page's other name",
    "POST",
    "/crawls",
    { ...own, origin: "http://localhost:4280" },
  ],
  ["a change by nobody knows whom", "POST", "/dead-letters/retry", own],
  [
    "another site's picture tag",
    "GET",
    "/pictures/x",
    { ...own, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
  ],
  [
    "a frame of another site around a picture",
    "GET",
    "/pictures/x",
    { ...own, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
  ],
  ["another port's script", "GET", "/events", { ...own, "sec-fetch-site": "same-site" }],
])("turns %s away", (_, method, path, headers) => {
  expect(refusalOf({ method, path, headers }, 4280)).toMatch(/\.$/);
});
