import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createSqsCrawlQueue } from "./sqs-crawl-queue.ts";

const sqs = mockClient(SQSClient);
const QueueUrl = "https://sqs.eu-central-1.amazonaws.com/123456789012/crawls";
const queue = createSqsCrawlQueue(QueueUrl, new SQSClient({ region: "eu-central-1" }));

beforeEach(() => sqs.reset());

test("says how many requests wait", async () => {
  sqs
    .on(GetQueueAttributesCommand, { QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] })
    .resolves({ Attributes: { ApproximateNumberOfMessages: "7" } });
  expect(await queue.waiting()).toBe(7);
});

test("that does not answer is retryable", async () => {
  sqs.on(GetQueueAttributesCommand).rejects(new Error("503"));
  await expect(queue.waiting()).rejects.toMatchObject({
    name: "RetryableError",
    code: "queue-unavailable",
  });
});
