import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import { clientSettings } from "../testing/test-clients.ts";
import { functionResource, startTestStack, type TestStack } from "../testing/test-stack.ts";

vi.setConfig({ testTimeout: 20_000 });

const template = (properties = "") => `
Resources:${functionResource("F", "ReservedConcurrentExecutions: 5")}
  Dead: { Type: AWS::SQS::Queue }
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 60
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2 }
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Queue.Arn
      FunctionName: !Ref F
      BatchSize: 1
${properties}`;

async function send(stack: TestStack, ...bodies: readonly string[]) {
  const client = new SQSClient(clientSettings(stack));
  onTestFinished(() => client.destroy());
  const QueueUrl = stack.queues()["Queue"]?.url;
  for (const MessageBody of bodies)
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

const depth = (stack: TestStack, queue: string) => {
  const { visible = 0, inFlight = 0 } = stack.queues()[queue] ?? {};
  return visible + inFlight;
};

describe("a queue that Lambda polls", () => {
  test("invokes the function in SQS's event shape, and loses the message that was worked on", async () => {
    const code = {
      "F.zip": `exports.handler = async (event) => console.log("got " + JSON.stringify(event))`,
    };
    const stack = await startTestStack({ template: template(), code });
    await send(stack, '{"subreddit":"aww 😀"}');
    const event = JSON.parse((await stack.line("F: got ")).slice("F: got ".length));
    expect(event).toEqual({
      Records: [
        {
          messageId: expect.any(String),
          receiptHandle: expect.any(String),
          body: '{"subreddit":"aww 😀"}',
          attributes: expect.objectContaining({ ApproximateReceiveCount: "1" }),
          messageAttributes: {},
          md5OfBody: expect.any(String),
          eventSource: "aws:sqs",
          eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:local-Queue",
          awsRegion: "us-east-1",
        },
      ],
    });
    await stack.event("succeeded");
    await vi.waitFor(() => expect(depth(stack, "Queue")).toBe(0));
  });

  test("gives a message that failed again, sooner by the speedup, and up behind its last receive", async () => {
    const code = { "F.zip": `exports.handler = async () => { throw new Error("no") }` };
    const stack = await startTestStack({ template: template(), code, speedup: 120 });
    await send(stack, "poison");
    expect(await stack.event("given-up")).toMatchObject({
      function: "F",
      payload: "poison",
      error: "Error: no",
      keptIn: ["arn:aws:sqs:us-east-1:000000000000:local-Dead"],
    });
    expect(stack.events.filter(({ type }) => type === "failed")).toHaveLength(2);
    await vi.waitFor(() => expect(depth(stack, "Dead")).toBe(1), 5000);
    expect(depth(stack, "Queue")).toBe(0);
  });

  test("has as many invocations at once as its scaling config says", async () => {
    const code = {
      "F.zip": `exports.handler = async () => { console.log("began"); await new Promise((end) => setTimeout(end, 800)) }`,
    };
    const scaling = "      ScalingConfig: { MaximumConcurrency: 2 }\n";
    const stack = await startTestStack({ template: template(scaling), code });
    await send(stack, "1", "2", "3", "4");
    const succeeded = () => stack.events.filter(({ type }) => type === "succeeded").length;
    await stack.event("succeeded", () => succeeded() === 4);
    let running = 0;
    let most = 0;
    for (const { type } of stack.events) {
      if (type === "invoked") running += 1;
      if (type === "succeeded") running -= 1;
      most = Math.max(most, running);
    }
    expect(most).toBe(2);
  });

  test("is not polled while the mapping is disabled", async () => {
    const code = { "F.zip": `exports.handler = async () => {}` };
    const text = template("      Enabled: false\n");
    const stack = await startTestStack({ template: text, code });
    await send(stack, "waits");
    expect(stack.queues()["Queue"]).toMatchObject({ visible: 1, inFlight: 0 });
    expect(stack.events).toEqual([]);
  });

  test("has to be of the stack, as its function has", async () => {
    const text = template().replace("!GetAtt Queue.Arn", "arn:aws:sqs:us-east-1:0:other");
    await expect(
      startTestStack({
        template: text.replace("FunctionName: !Ref F", "FunctionName: G"),
        code: { "F.zip": "" },
      }),
    ).rejects.toThrow(/no queue arn:aws:sqs:us-east-1:0:other[\s\S]*no function G/);
  });
});
