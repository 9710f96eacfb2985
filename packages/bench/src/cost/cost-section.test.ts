import { expect, test } from "vitest";

import type { Figure } from "../benchmark.ts";
import { costSection } from "./cost-section.ts";
import { priceOfRequest } from "./prices.ts";

const parts = (what: string, perPost: Readonly<Record<string, number>>): Figure[] =>
  [100, 10_000].map((posts) => ({
    name: `growth/${posts}/${what}-per-post`,
    value: NaN,
    unit: "requests",
    parts: perPost,
  }));
const growth = [
  ...parts("requests", { "S3 PUT": 9, "SQS SendMessage": 1, "SQS DeleteMessage": 1 }),
  ...parts("invocations", { WorkerFunction: 2, ApiEndpointFunction: 0.5 }),
  ...parts("processor", { WorkerFunction: 0.1 }),
  ...parts("gb-seconds", { WorkerFunction: 0.15 }),
  ...parts("log", { WorkerFunction: 2 }),
];
const requests = Object.entries({ puts: 3, lists: 1, gets: 0 }).map(([what, value]): Figure => ({
  name: `requests/${what}`,
  value,
  unit: "requests",
}));
const section = costSection(growth, requests, new Map([["WorkerFunction", 512]]));
const lines = section.split("\n").map((line) => line.replaceAll(/ +/g, " "));

test("a post's requests, GB-seconds, invocations and log are billed at their prices, and add up", () => {
  expect(lines).toContain("| S3 PUT | 3 requests | 15.00 |");
  expect(lines).toContain("| S3 LIST | 1 requests | 5.00 |");
  expect(lines).toContain("| SQS | 2 requests | 0.80 |");
  expect(lines).toContain("| WorkerFunction | 0.15 GB-s | 2.00 |");
  expect(lines).toContain("| Lambda | 2.5 invocations | 0.50 |");
  expect(lines).toContain("| HTTP API | 0.5 requests | 0.50 |");
  expect(lines).toContain("| logs | 2 KB | 1.00 |");
  expect(lines).toContain("| **together** | | **24.80** |");
});

test("a million posts cost a hundred times what ten thousand do", () => {
  expect(lines).toContain("| 10,000 | $0.248 | $0.276 |");
  expect(lines).toContain("| 1,000,000 | $24.8 | $27.6 |");
});

test("an invocation computes for longer on a smaller share of a core", () => {
  // 0.1 s a post are 0.05 s an invocation; 512 MB of 1,769 are 0.29 of a core.
  expect(lines).toContain(
    "| WorkerFunction | 512 MB | 0.05 s | 0.691 s | 0.346 s | 0.173 s | 0.0864 s |",
  );
});

test("a request without a price is not taken for free", () => {
  expect(() => priceOfRequest("DynamoDB PutItem")).toThrow("DynamoDB PutItem");
});
