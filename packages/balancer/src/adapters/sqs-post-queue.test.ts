import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";

import { createSqsPostQueue } from "./sqs-post-queue.ts";

const sqs = mockClient(SQSClient);
const queue = createSqsPostQueue("https://queue", new SQSClient({ region: "us-east-1" }));

beforeEach(() => sqs.reset());

describe("the depth", () => {
  test("counts visible and hidden messages", async () => {
    sqs.on(GetQueueAttributesCommand).resolves({
      Attributes: { ApproximateNumberOfMessages: "12", ApproximateNumberOfMessagesNotVisible: "3" },
    });
    expect(await queue.depth()).toEqual({ waiting: 12, inFlight: 3 });
    expect(sqs.commandCalls(GetQueueAttributesCommand)[0]?.args[0].input).toEqual({
      QueueUrl: "https://queue",
      AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
    });
  });

  test.each([
    ["no attributes", undefined],
    ["no count of hidden messages", { ApproximateNumberOfMessages: "1" }],
    [
      "a count that is no number",
      { ApproximateNumberOfMessages: "1", ApproximateNumberOfMessagesNotVisible: "x" },
    ],
  ])("is an error, not 0, when SQS gives %s", async (_, Attributes) => {
    sqs.on(GetQueueAttributesCommand).resolves(Attributes ? { Attributes } : {});
    await expect(queue.depth()).rejects.toThrow(/^SQS gave (?:no|an unreadable) Approximate/);
  });
});

describe("a receive", () => {
  test("long-polls a second for the messages and their receive counts", async () => {
    sqs.on(ReceiveMessageCommand).resolves({
      Messages: [
        {
          MessageId: "m-1",
          ReceiptHandle: "r-1",
          Body: "{}",
          Attributes: { ApproximateReceiveCount: "2", SentTimestamp: "1795372800000" },
        },
      ],
    });
    expect(await queue.receive(7)).toEqual([
      {
        messageId: "m-1",
        receiptHandle: "r-1",
        body: "{}",
        receiveCount: 2,
        sentAtMs: 1_795_372_800_000,
      },
    ]);
    expect(sqs.commandCalls(ReceiveMessageCommand)[0]?.args[0].input).toEqual({
      QueueUrl: "https://queue",
      MaxNumberOfMessages: 7,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"],
    });
  });

  test("brings nothing when SQS says nothing", async () => {
    sqs.on(ReceiveMessageCommand).resolves({});
    expect(await queue.receive(1)).toEqual([]);
  });

  test("fails on a message that could neither be given away nor come back", async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [{ MessageId: "m-1", Body: "{}" }] });
    await expect(queue.receive(1)).rejects.toThrow("receipt handle");
  });
});

test("changes the visibility of a message by its receipt handle", async () => {
  sqs.on(ChangeMessageVisibilityCommand).resolves({});
  await queue.changeVisibility("r-1", 5);
  expect(sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input).toEqual({
    QueueUrl: "https://queue",
    ReceiptHandle: "r-1",
    VisibilityTimeout: 5,
  });
});
