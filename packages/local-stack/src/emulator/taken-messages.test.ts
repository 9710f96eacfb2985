import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { expect, onTestFinished, test, vi } from "vitest";

import { clientSettings } from "../testing/test-clients.ts";
import { functionResource, startTestStack } from "../testing/test-stack.ts";

vi.setConfig({ testTimeout: 20_000 });
const template = `
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 1 } }
  Polled: { Type: AWS::SQS::Queue }
  Other: { Type: AWS::SQS::Queue }
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt Polled.Arn, FunctionName: !Ref F, BatchSize: 1 }
${functionResource("F")}`;

async function queues() {
  const code = {
    "F.zip": `exports.handler = async ({ Records }) => console.log("got " + Records[0].body)`,
  };
  const stack = await startTestStack({ template, code });
  const client = new SQSClient(clientSettings(stack));
  onTestFinished(() => client.destroy());
  const url = (queue: string) => stack.queues()[queue]?.url ?? "";
  const send = (body: string, DelaySeconds = 0, queue = "Queue") =>
    client.send(new SendMessageCommand({ QueueUrl: url(queue), MessageBody: body, DelaySeconds }));
  const receive = async (queue = "Queue", WaitTimeSeconds = 0) => {
    const QueueUrl = url(queue);
    const command = new ReceiveMessageCommand({
      QueueUrl,
      WaitTimeSeconds,
      MaxNumberOfMessages: 3,
    });
    return (await client.send(command)).Messages ?? [];
  };
  return { stack, client, url, send, receive };
}

test("what is taken out, and what is sent later, nobody receives or counts; all else comes", async () => {
  const { stack, url, send, receive } = await queues();
  for (let number = 0; number < 10; number += 1) await send(`"a" ${number} 😀`);
  await send('"b" 1');
  await send('"a" delayed', 1);
  await send('"a" elsewhere', 0, "Other");
  const taken = stack.takeOut([url("Queue"), url("Polled")], '"a"');
  await send('"a" later');
  await send('"b" 2');
  expect(stack.queues()["Queue"]).toMatchObject({ visible: 2, inFlight: 0, delayed: 0 });
  expect(stack.messages(url("Queue")).map(({ body }) => body)).toEqual(['"b" 1', '"b" 2']);

  const bodies = [...(await receive()), ...(await receive())].map(({ Body }) => Body);
  expect(bodies).toEqual(['"b" 1', '"b" 2']);
  expect(await receive("Queue", 2), "the delayed one").not.toContainEqual(
    expect.objectContaining({ Body: expect.stringContaining('"a"') }),
  );
  expect(taken.bodies().toSorted()).toEqual(
    [
      ...Array.from({ length: 10 }, (_, number) => `"a" ${number} 😀`),
      '"a" delayed',
      '"a" later',
    ].toSorted(),
  );
  expect(await receive("Other"), "of another queue").toHaveLength(1);
});

test("who has received what is taken out may end it; one that comes back nobody receives", async () => {
  const { stack, client, url, send, receive } = await queues();
  await send('"a" 1');
  await send('"a" 2');
  const [first] = await receive();
  const taken = stack.takeOut([url("Queue")], '"a"');
  expect(taken.inFlight()).toBe(2);
  expect(stack.queues()["Queue"]).toMatchObject({ visible: 0, inFlight: 2 });
  const ReceiptHandle = first?.ReceiptHandle;
  await client.send(new DeleteMessageCommand({ QueueUrl: url("Queue"), ReceiptHandle }));
  expect(taken.inFlight()).toBe(1);
  await expect.poll(taken.inFlight, { timeout: 3000 }).toBe(0);
  expect(await receive("Queue", 1)).toEqual([]);
  expect(stack.queues()["Queue"]).toMatchObject({ visible: 0, inFlight: 0 });
  expect(taken.bodies()).toEqual(['"a" 2']);
});

test("a function gets nothing that is taken out of its queue", async () => {
  const { stack, url, send } = await queues();
  const taken = stack.takeOut([url("Polled")], '"a"');
  await send('"a"', 0, "Polled");
  await send('"b"', 0, "Polled");
  await stack.line("got");
  expect(stack.lines).toEqual(['F: got "b"']);
  expect(taken.bodies()).toEqual(['"a"']);
});
