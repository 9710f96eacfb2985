import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import { clientSettings, receive } from "../testing/test-clients.ts";
import { functionResource, startTestStack, type TestStack } from "../testing/test-stack.ts";

vi.setConfig({ testTimeout: 20_000 });

const logEvent = {
  "F.zip": `exports.handler = async (event) => console.log("got " + JSON.stringify(event))`,
};

const permission = (principal: string, sourceArn: string) => `
  Permission:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !Ref F, Action: lambda:InvokeFunction, Principal: ${principal}, SourceArn: ${sourceArn} }`;

async function gotEvent(stack: TestStack) {
  return JSON.parse((await stack.line("F: got ")).slice("F: got ".length));
}

describe("a message on a topic", () => {
  const subscription = `
Resources:${functionResource("F")}
  Topic: { Type: AWS::SNS::Topic }
  Dead: { Type: AWS::SQS::Queue }
  Subscription:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref Topic
      Protocol: lambda
      Endpoint: !GetAtt F.Arn
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn }
`;

  async function publish(stack: TestStack, Message: string, hop = "0") {
    const client = new SNSClient(clientSettings(stack));
    onTestFinished(() => client.destroy());
    const MessageAttributes = { hop: { DataType: "String", StringValue: hop } };
    const TopicArn = "arn:aws:sns:us-east-1:000000000000:local-Topic";
    return (await client.send(new PublishCommand({ TopicArn, Message, MessageAttributes })))
      .MessageId;
  }
  test("reaches the subscribed function in Lambda's event shape", async () => {
    const template = subscription + permission("sns.amazonaws.com", "!Ref Topic");
    const stack = await startTestStack({ template, code: logEvent });
    const messageId = await publish(stack, '{"subreddit":"aww 😀"}', "1");
    expect(await gotEvent(stack)).toEqual({
      Records: [
        {
          EventSource: "aws:sns",
          EventVersion: "1.0",
          EventSubscriptionArn: expect.stringMatching(/^arn:aws:sns:/),
          Sns: {
            Type: "Notification",
            MessageId: messageId,
            TopicArn: "arn:aws:sns:us-east-1:000000000000:local-Topic",
            Subject: null,
            Message: '{"subreddit":"aww 😀"}',
            Timestamp: expect.stringMatching(/Z$/),
            SignatureVersion: "1",
            Signature: expect.any(String),
            SigningCertUrl: expect.any(String),
            UnsubscribeUrl: expect.any(String),
            MessageAttributes: { hop: { Type: "String", Value: "1" } },
          },
        },
      ],
    });
    expect(Object.keys(stack.queues())).toEqual(["Dead"]);
  });

  test.each([
    ["without a permission", ""],
    [
      "with a permission for another topic",
      permission("sns.amazonaws.com", "arn:aws:sns:us-east-1:000000000000:other"),
    ],
    ["with a permission for another service", permission("events.amazonaws.com", "!Ref Topic")],
  ])("%s goes to the subscription's dead-letter queue, loudly", async (_what, resource) => {
    const stack = await startTestStack({ template: subscription + resource, code: logEvent });
    await publish(stack, "lost");
    expect(JSON.parse((await receive(stack, "Dead"))?.Body ?? "")).toMatchObject({
      Message: "lost",
    });
    expect(stack.events).toMatchObject([
      { type: "not-permitted", function: "F", source: "Subscription" },
      { type: "dead-lettered", function: "F" },
    ]);
    expect(await stack.line("no AWS::Lambda::Permission")).toContain("Subscription");
  });

  test("reaches a subscribed queue", async () => {
    const template = `
Resources:
  Queue: { Type: AWS::SQS::Queue }
  Topic: { Type: AWS::SNS::Topic }
  Subscription:
    Type: AWS::SNS::Subscription
    Properties: { TopicArn: !Ref Topic, Protocol: sqs, Endpoint: !GetAtt Queue.Arn }`;
    const stack = await startTestStack({ template });
    await publish(stack, "hello");
    expect(JSON.parse((await receive(stack, "Queue"))?.Body ?? "")).toMatchObject({
      Message: "hello",
    });
  });
});

describe("a schedule", () => {
  const rule = (properties = "State: ENABLED") => `
Resources:${functionResource("F", "ReservedConcurrentExecutions: 1")}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      ScheduleExpression: rate(1 minute)
      ${properties}
      Targets: [{ Id: f, Arn: !GetAtt F.Arn }]`;
  const allowed = permission("events.amazonaws.com", "!GetAtt Rule.Arn");
  const ticks = (stack: TestStack) => stack.events.filter(({ type }) => type === "invoked").length;

  test("invokes its target again and again with EventBridge's event", async () => {
    const stack = await startTestStack({
      template: rule() + allowed,
      code: logEvent,
      speedup: 1200,
    });
    expect(await gotEvent(stack)).toMatchObject({
      "detail-type": "Scheduled Event",
      source: "aws.events",
      resources: ["arn:aws:events:us-east-1:000000000000:rule/local-Rule"],
      detail: {},
    });
    await stack.event("invoked", () => ticks(stack) >= 3);
  });

  test.each([
    ["that is disabled", rule("State: DISABLED") + allowed],
    ["without a permission", rule()],
  ])("%s invokes nobody", async (_what, template) => {
    const control = `
  Control:
    Type: AWS::Events::Rule
    Properties:
      Name: control
      ScheduleExpression: rate(1 minute)
      Targets: [{ Id: f, Arn: !GetAtt F.Arn, Input: '"from the control"' }]
  ControlPermission:
    Type: AWS::Lambda::Permission
    Properties: { FunctionName: !Ref F, Action: lambda:InvokeFunction, Principal: events.amazonaws.com, SourceArn: !GetAtt Control.Arn }`;
    const stack = await startTestStack({
      template: template + control,
      code: logEvent,
      speedup: 1200,
    });
    await stack.event("succeeded", () => ticks(stack) >= 3);
    expect(new Set(stack.lines.filter((line) => line.includes("got")))).toEqual(
      new Set(['F: got "from the control"']),
    );
  });

  test("without a permission says so", async () => {
    const stack = await startTestStack({ template: rule(), code: logEvent });
    expect(stack.events).toEqual([{ type: "not-permitted", function: "F", source: "Rule" }]);
    expect(stack.lines[0]).toContain("Rule: no AWS::Lambda::Permission");
  });
});
