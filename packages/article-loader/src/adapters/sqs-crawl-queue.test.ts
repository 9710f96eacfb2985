import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { crawlRequestSchema } from "@reddit-crawler/message-schema";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { FakeWorld, crawlRequest } from "../testing/loader-world.ts";
import { createCrawlQueue } from "./sqs-crawl-queue.ts";

const sqs = mockClient(SQSClient);
const QueueUrl = "https://sqs.eu-central-1.amazonaws.com/123456789012/crawls";
const { log, lines } = new FakeWorld();
const queue = createCrawlQueue(new SQSClient({ region: "eu-central-1" }), QueueUrl, log);

beforeEach(() => sqs.reset());

test("a crawl request is the message's JSON, seen after its delay", async () => {
  sqs.on(SendMessageCommand).resolves({ MessageId: "m1" });
  await queue.send(crawlRequest, 60);
  const input = sqs.commandCalls(SendMessageCommand)[0]?.args[0].input;
  expect(input).toMatchObject({ QueueUrl, DelaySeconds: 60 });
  expect(crawlRequestSchema.parse(JSON.parse(input?.MessageBody ?? ""))).toEqual(crawlRequest);
});

test("a queue that does not answer is retryable", async () => {
  sqs.on(SendMessageCommand).rejects(new Error("503"));
  sqs.on(ChangeMessageVisibilityCommand).rejects(new Error("503"));
  for (const call of [queue.send(crawlRequest, 0), queue.showAgain("receipt", 60)])
    await expect(call).rejects.toMatchObject({ name: "RetryableError", code: "queue-unavailable" });
});

test.each([
  ["0", false],
  ["3", true],
])("with %s messages on the queue, others wait: %s", async (count, others) => {
  sqs
    .on(GetQueueAttributesCommand, { QueueUrl, AttributeNames: ["ApproximateNumberOfMessages"] })
    .resolves({ Attributes: { ApproximateNumberOfMessages: count } });
  expect(await queue.othersWait()).toBe(others);
});

test("a count that cannot be read holds up no crawl, and is logged", async () => {
  sqs.on(GetQueueAttributesCommand).rejects(new Error("503"));
  expect(await queue.othersWait()).toBe(false);
  expect(lines).toContainEqual(expect.objectContaining({ level: "warn", event: "queue-not-read" }));
});

test("a message is shown again when its receive says so", async () => {
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
  await queue.showAgain("receipt", 60);
  expect(sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input).toEqual({
    QueueUrl,
    ReceiptHandle: "receipt",
    VisibilityTimeout: 60,
  });
});
