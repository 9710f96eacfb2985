import { downloadJobSchema, postMessageSchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { expect, test } from "vitest";

import { toDownloadJob } from "./download-job.ts";

const receivedAtMs = Date.parse("2026-11-22T20:00:05Z");
const post = contracts["post-message"].examples[0];
const read = (body: string) =>
  toDownloadJob(
    { messageId: "m-1", receiptHandle: "r-1", body, receiveCount: 2 },
    receivedAtMs,
    180,
  );

test("carries the message, its receipt and the time until it is visible again", () => {
  expect(read(JSON.stringify(post))).toEqual({
    kind: "job",
    job: {
      schemaVersion: 1,
      message: post,
      messageId: "m-1",
      receiptHandle: "r-1",
      receiveCount: 2,
      receivedAt: "2026-11-22T20:00:05.000Z",
      hiddenUntil: "2026-11-22T20:03:05.000Z",
    },
  });
});

test.each(contracts["post-message"].examples.map((example) => [example]))(
  "hands every example of a post message on in a form that its worker accepts",
  (example) => {
    const result = read(JSON.stringify(example));
    const job = downloadJobSchema.parse(result.kind === "job" ? result.job : undefined);
    expect(postMessageSchema.parse(job.message)).toEqual(example);
  },
);

test("passes on fields that it does not know", () => {
  const newer = { ...post, later: { nested: true }, post: { ...post?.post, mood: "glad" } };
  expect(read(JSON.stringify(newer))).toMatchObject({ job: { message: newer } });
});

test.each([
  ["no JSON", "{", "not JSON"],
  ["nothing", "", "not JSON"],
  ["another kind of value", "[]", "body"],
  ["another schema version", JSON.stringify({ ...post, schemaVersion: 2 }), "schemaVersion"],
  ["no crawl", JSON.stringify({ ...post, crawlId: "x" }), "crawlId"],
  ["no post", JSON.stringify({ ...post, post: {} }), "post.id"],
  ["more than an invocation carries", JSON.stringify({ ...post, x: "ü".repeat(500_000) }), "bytes"],
])("takes a body with %s for poison and says why", (_, body, reason) => {
  expect(read(body)).toEqual({ kind: "poison", reason: expect.stringContaining(reason) });
});
