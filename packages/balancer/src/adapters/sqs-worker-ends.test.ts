import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { dispatchId } from "../places/worker-ends.ts";
import { createSqsWorkerEnds } from "./sqs-worker-ends.ts";

const sqs = mockClient(SQSClient);
const ends = createSqsWorkerEnds("https://ends", new SQSClient({ region: "us-east-1" }));
const receivedAt = "2026-11-22T20:00:00.000Z";
const dispatchedAtMs = Date.parse(receivedAt);

/** As Lambda writes it (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html). */
const record = (receiptHandle: string) => ({
  ReceiptHandle: `report of ${receiptHandle}`,
  Body: JSON.stringify({
    version: "1.0",
    timestamp: receivedAt,
    requestContext: { condition: "Success", approximateInvokeCount: 1 },
    requestPayload: { schemaVersion: 1, messageId: "m", receiptHandle, receivedAt },
    responseContext: { statusCode: 200, executedVersion: "$LATEST" },
    responsePayload: null,
  }),
});

beforeEach(() => {
  sqs.reset();
  sqs.on(DeleteMessageBatchCommand).resolves({});
});

test("gives each reported end once, by the job's receipt", async () => {
  sqs.on(ReceiveMessageCommand).resolvesOnce({ Messages: [record("r-1"), record("r-2")] });
  expect(await ends.take(2)).toEqual([
    { id: dispatchId("r-1"), dispatchedAtMs },
    { id: dispatchId("r-2"), dispatchedAtMs },
  ]);
  expect(sqs.commandCalls(ReceiveMessageCommand).map(({ args }) => args[0].input)).toEqual([
    { QueueUrl: "https://ends", MaxNumberOfMessages: 10, WaitTimeSeconds: 2 },
  ]);
  expect(sqs.commandCalls(DeleteMessageBatchCommand)[0]?.args[0].input).toEqual({
    QueueUrl: "https://ends",
    Entries: [
      { Id: "0", ReceiptHandle: "report of r-1" },
      { Id: "1", ReceiptHandle: "report of r-2" },
    ],
  });
});

test("gives no end whose report could not be deleted: it would be heard again", async () => {
  sqs.on(ReceiveMessageCommand).resolvesOnce({ Messages: [record("r-1"), record("r-2")] });
  const failed = { Id: "0", SenderFault: false, Code: "InternalError" };
  sqs.on(DeleteMessageBatchCommand).resolves({ Failed: [failed] });
  expect(await ends.take(0)).toEqual([{ id: dispatchId("r-2"), dispatchedAtMs }]);
});

test("drops a message that reports no end", async () => {
  const strange = ["", "{", "[]", '{"requestPayload":{"receiptHandle":1}}'];
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: strange.map((Body) => ({ Body, ReceiptHandle: "r" })) });
  expect(await ends.take(0)).toEqual([]);
  expect(sqs.commandCalls(DeleteMessageBatchCommand)).toHaveLength(1);
});

test("asks for more without waiting after a full receive", async () => {
  const ten = Array.from({ length: 10 }, (_, i) => record(`r-${i}`));
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: ten })
    .resolvesOnce({ Messages: [record("r-10")] })
    .resolves({});
  expect(await ends.take(2)).toHaveLength(11);
  const waits = sqs.commandCalls(ReceiveMessageCommand).map((call) => call.args[0].input);
  expect(waits.map(({ WaitTimeSeconds }) => WaitTimeSeconds)).toEqual([2, 0, 0, 0, 0]);
});

test("throws what SQS throws", async () => {
  sqs.on(ReceiveMessageCommand).rejects(new Error("SQS is away"));
  await expect(ends.take(0)).rejects.toThrow("SQS is away");
});
