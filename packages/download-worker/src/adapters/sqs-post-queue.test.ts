import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { downloadJob, link, postMessage } from "../testing/fake-worker.ts";
import { createSqsPostQueue } from "./sqs-post-queue.ts";

const sqs = mockClient(SQSClient);
const queueUrl = "https://sqs.eu-central-1.amazonaws.com/123456789012/posts";
const deadLetterQueueUrl = `${queueUrl}-dead`;
const queue = createSqsPostQueue(new SQSClient({ region: "eu-central-1" }), {
  queueUrl,
  deadLetterQueueUrl,
});
const status = (httpStatusCode: number, name: string) =>
  new SQSServiceException({ name, $fault: "client", $metadata: { httpStatusCode } });

beforeEach(() => sqs.reset());

test("a message is deleted and hidden by its receipt handle", async () => {
  sqs.on(DeleteMessageCommand).resolves({});
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
  await queue.changeVisibility("handle", 30);
  await queue.delete("handle");
  expect(sqs.calls().map(({ args }) => args[0].input)).toEqual([
    { QueueUrl: queueUrl, ReceiptHandle: "handle", VisibilityTimeout: 30 },
    { QueueUrl: queueUrl, ReceiptHandle: "handle" },
  ]);
});

test("a message is sent as a new one with everything in it, visible in its time", async () => {
  sqs.on(SendMessageCommand).resolves({});
  const { message } = downloadJob(postMessage([link(1, "https://i.redd.it/cat.jpg")]));
  await queue.send({ ...message, later: { a: 1 } }, 300);
  const { MessageBody = "", ...rest } = sqs.commandCalls(SendMessageCommand)[0]!.args[0].input;
  expect(JSON.parse(MessageBody)).toEqual({ ...message, later: { a: 1 } });
  expect(rest).toEqual({ QueueUrl: queueUrl, DelaySeconds: 300 });
});

test("a dead letter is the message as it is, with its reason beside it", async () => {
  sqs.on(SendMessageCommand).resolves({});
  const { message } = downloadJob(postMessage([link(1, "https://i.redd.it/cat.jpg")]));
  await queue.sendToDeadLetters(message, "http-503");
  expect(sqs.commandCalls(SendMessageCommand)[0]!.args[0].input).toEqual({
    QueueUrl: deadLetterQueueUrl,
    MessageBody: JSON.stringify(message),
    MessageAttributes: { reason: { DataType: "String", StringValue: "http-503" } },
  });
});

test("a queue that fails may answer later", async () => {
  sqs.on(DeleteMessageCommand).rejects(status(503, "ServiceUnavailable"));
  await expect(queue.delete("handle")).rejects.toMatchObject({ code: "queue-unavailable" });
});

test("an expired handle comes up as it is", async () => {
  sqs.on(ChangeMessageVisibilityCommand).rejects(status(400, "ReceiptHandleIsInvalid"));
  await expect(queue.changeVisibility("handle", 30)).rejects.toMatchObject({
    name: "ReceiptHandleIsInvalid",
  });
});
