import { describe, expect, test, vi } from "vitest";

import { invokeAsync, receive } from "../testing/test-clients.ts";
import { functionResource, startTestStack } from "../testing/test-stack.ts";

vi.setConfig({ testTimeout: 20_000 });

const oneFunction = (code: string, properties = "", rest = "") =>
  startTestStack({
    template: `Resources:${functionResource("F", properties)}${rest}`,
    code: { "F.zip": code },
    speedup: 600,
  });

describe("an asynchronous invocation", () => {
  const failureQueue = `
  Failures: { Type: AWS::SQS::Queue }
  Config:
    Type: AWS::Lambda::EventInvokeConfig
    Properties:
      FunctionName: !Ref F
      Qualifier: $LATEST
      MaximumRetryAttempts: 1
      DestinationConfig: { OnFailure: { Destination: !GetAtt Failures.Arn } }`;

  test("that fails is attempted again, then its record goes to the OnFailure queue", async () => {
    const stack = await oneFunction(
      `exports.handler = async () => { throw new Error("broken 😀") }`,
      "",
      failureQueue,
    );
    expect(await invokeAsync(stack, { post: "😀" })).toBe(202);
    const message = await receive(stack, "Failures");
    expect(JSON.parse(message?.Body ?? "")).toMatchObject({
      version: "1.0",
      timestamp: expect.stringMatching(/Z$/),
      requestContext: {
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionArn: "arn:aws:lambda:us-east-1:000000000000:function:local-F:$LATEST",
        condition: "RetriesExhausted",
        approximateInvokeCount: 2,
      },
      requestPayload: { post: "😀" },
      responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: "Unhandled" },
      responsePayload: { errorType: "Error", errorMessage: "broken 😀" },
    });
    expect(stack.events.map(({ type }) => type)).toEqual([
      "sandbox-started",
      "invoked",
      "failed",
      "retrying",
      "invoked",
      "failed",
      "given-up",
      "dead-lettered",
    ]);
    expect(await stack.event("given-up")).toMatchObject({
      payload: { post: "😀" },
      error: "Error: broken 😀",
      keptIn: ["arn:aws:sqs:us-east-1:000000000000:local-Failures"],
    });
  });

  test("that succeeds has its record in the OnSuccess queue", async () => {
    const stack = await oneFunction(
      `exports.handler = async ({ post }) => ({ stored: post })`,
      "",
      failureQueue.replace("OnFailure", "OnSuccess"),
    );
    await invokeAsync(stack, { post: "😀" });
    const message = await receive(stack, "Failures");
    expect(JSON.parse(message?.Body ?? "")).toMatchObject({
      version: "1.0",
      requestContext: { condition: "Success", approximateInvokeCount: 1 },
      requestPayload: { post: "😀" },
      responseContext: { statusCode: 200, executedVersion: "$LATEST" },
      responsePayload: { stored: "😀" },
    });
  });

  test("that finds no place waits and then runs, without using up an attempt", async () => {
    const stack = await oneFunction(
      `exports.handler = (event) => new Promise((resolve) => setTimeout(resolve, 100))`,
      "ReservedConcurrentExecutions: 1",
    );
    await Promise.all([invokeAsync(stack), invokeAsync(stack), invokeAsync(stack)]);
    const succeeded = () => stack.events.filter(({ type }) => type === "succeeded").length;
    await stack.event("succeeded", () => succeeded() === 3);
    expect(stack.events.filter(({ type }) => type === "throttled")).toHaveLength(2);
    expect(stack.events.filter(({ type }) => type === "sandbox-started")).toHaveLength(1);
    expect(stack.events.some(({ type }) => type === "failed")).toBe(false);
  });

  test("of a function with no places at all is given up unrun", async () => {
    const stack = await oneFunction(
      "exports.handler = async () => 1",
      "ReservedConcurrentExecutions: 0",
      failureQueue,
    );
    await invokeAsync(stack);
    const message = await receive(stack, "Failures");
    expect(JSON.parse(message?.Body ?? "").requestContext).toMatchObject({
      condition: "EventAgeExceeded",
      approximateInvokeCount: 0,
    });
  });
});
