import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createPostQueue } from "./sqs-post-queue.ts";

const sqs = mockClient(SQSClient);
const queueUrl = "https://sqs.eu-central-1.amazonaws.com/123456789012/posts";
const queue = createPostQueue(new SQSClient({ region: "eu-central-1" }), queueUrl);
const posts = [
  { postId: "a1", text: '{"a":1}', bytes: 7 },
  { postId: "a2", text: '{"a":2}', bytes: 7 },
];

beforeEach(() => sqs.reset());

test("a batch has one entry for each post, named by its id", async () => {
  sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
  expect(await queue.sendBatch(posts)).toEqual([]);
  expect(sqs.commandCalls(SendMessageBatchCommand)[0]?.args[0].input).toEqual({
    QueueUrl: queueUrl,
    Entries: [
      { Id: "a1", MessageBody: '{"a":1}' },
      { Id: "a2", MessageBody: '{"a":2}' },
    ],
  });
});

test("entries that failed inside of a success are named", async () => {
  sqs.on(SendMessageBatchCommand).resolves({
    Successful: [],
    Failed: [{ Id: "a2", Code: "InternalError", SenderFault: false }],
  });
  expect(await queue.sendBatch(posts)).toEqual([{ postId: "a2", code: "InternalError" }]);
});

test("a queue that does not answer is retryable and keeps the cause", async () => {
  const cause = new Error("connect ETIMEDOUT");
  sqs.on(SendMessageBatchCommand).rejects(cause);
  await expect(queue.sendBatch(posts)).rejects.toMatchObject({
    name: "RetryableError",
    code: "queue-unavailable",
    cause,
  });
});
