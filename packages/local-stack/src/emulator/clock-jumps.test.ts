import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test, vi } from "vitest";

import { clientSettings } from "../testing/test-clients.ts";
import { functionResource, startTestStack } from "../testing/test-stack.ts";

vi.setConfig({ testTimeout: 30_000 });

const template = `
Resources:${functionResource("F", "ReservedConcurrentExecutions: 5")}
  Queue:
    Type: AWS::SQS::Queue
    Properties: { VisibilityTimeout: 120 }
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref F, BatchSize: 1 }
`;
/** Fails the first time, and says when it has worked. */
const failsOnce = `let runs = 0; exports.handler = async () => {
  runs += 1;
  if (runs === 1) throw new Error("no");
  console.log("worked");
}`;
const works = `exports.handler = async () => console.log("worked")`;

/** A stack with one message, whose machine's clock can be set. */
async function setUp(code: string, DelaySeconds: number) {
  let offsetMs = 0;
  const now = Date.now.bind(Date);
  const spy = vi.spyOn(Date, "now").mockImplementation(() => now() + offsetMs);
  onTestFinished(() => spy.mockRestore());
  const stack = await startTestStack({ template, code: { "F.zip": code }, speedup: 60 });
  const client = new SQSClient(clientSettings(stack));
  onTestFinished(() => client.destroy());
  const QueueUrl = stack.queues()["Queue"]?.url;
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "m", DelaySeconds }));
  return { stack, setClock: (hours: number) => void (offsetMs += hours * 3_600_000) };
}

const hours = [-8, -1, 8];

test.each(hours)("a delayed message comes, though the clock is set by %d h", async (jump) => {
  const { stack, setClock } = await setUp(works, 2);
  expect(stack.queues()["Queue"]).toMatchObject({ delayed: 1 });
  setClock(jump);
  expect(await stack.line("worked")).toBe("F: worked");
});

test.each(hours)("a failed message comes again, though the clock is set by %d h", async (jump) => {
  const { stack, setClock } = await setUp(failsOnce, 0);
  await stack.event("failed");
  setClock(jump);
  expect(await stack.line("worked")).toBe("F: worked");
});

test("a message that is worked on stays hidden, though the clock is set back", async () => {
  const code = `exports.handler = async () => { console.log("began"); await new Promise((end) => setTimeout(end, 2500)); console.log("worked") }`;
  const { stack, setClock } = await setUp(code, 0);
  await stack.line("began");
  setClock(-8);
  await stack.line("worked");
  await vi.waitFor(() =>
    expect(stack.queues()["Queue"]).toMatchObject({ visible: 0, inFlight: 0 }),
  );
  expect(stack.lines.filter((line) => line === "F: began")).toHaveLength(1);
});
