import { expect, test } from "vitest";

import { matchRoute } from "./match-route.ts";

const routes = [
  "$default",
  "ANY /crawls",
  "POST /crawls",
  "GET /crawls/{id}",
  "GET /crawls/latest",
  "GET /crawls/{id}/posts/{post}",
  "GET /files/{path+}",
].map((routeKey) => ({ routeKey }));

test.each([
  ["POST", "/crawls", "POST /crawls", {}],
  ["PUT", "/crawls", "ANY /crawls", {}],
  ["GET", "/crawls/latest", "GET /crawls/latest", {}],
  ["GET", "/crawls/a%20b", "GET /crawls/{id}", { id: "a b" }],
  ["GET", "/crawls/a/posts/b", "GET /crawls/{id}/posts/{post}", { id: "a", post: "b" }],
  ["GET", "/files/a/b.jpg", "GET /files/{path+}", { path: "a/b.jpg" }],
  ["GET", "/files/", "$default", {}],
  ["GET", "/crawls/a/b", "$default", {}],
  ["DELETE", "/crawls/a", "$default", {}],
])("%s %s takes %s", (method, path, routeKey, pathParameters) => {
  expect(matchRoute(routes, method, path)).toEqual({ route: { routeKey }, pathParameters });
});

test("a request that no route fits takes none", () => {
  expect(matchRoute([{ routeKey: "GET /crawls" }], "GET", "/crawls/a")).toBeUndefined();
});
