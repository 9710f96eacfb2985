import { request } from "node:http";
import { text } from "node:stream/consumers";

import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { describe, expect, onTestFinished, test, vi } from "vitest";

import { clientSettings, signedHeaders } from "../testing/test-clients.ts";
import { startTestStack } from "../testing/test-stack.ts";

vi.setConfig({ testTimeout: 20_000 });
const template = `
Resources:
  Bucket: { Type: AWS::S3::Bucket }
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 1
      RedrivePolicy: { deadLetterTargetArn: !GetAtt DeadLetters.Arn, maxReceiveCount: 1 }
  DeadLetters: { Type: AWS::SQS::Queue }`;

describe("S3 behind the endpoint", () => {
  async function bucket() {
    const stack = await startTestStack({ template });
    const client = new S3Client(clientSettings(stack));
    onTestFinished(() => client.destroy());
    const at = { Bucket: "local-bucket", Key: "a b/ü.jpg" };
    return {
      put: (
        Body: string | Uint8Array,
        condition: { IfNoneMatch?: string; IfMatch?: string } = {},
      ) => client.send(new PutObjectCommand({ ...at, Body, ...condition })),
      get: async () => (await client.send(new GetObjectCommand(at))).Body?.transformToString(),
      multipart: async (parts: Uint8Array[]) => {
        const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
        const uploaded = await Promise.all(
          parts.map(async (Body, index) => {
            const part = { ...at, UploadId, PartNumber: index + 1 };
            return {
              ...(await client.send(new UploadPartCommand({ ...part, Body }))),
              PartNumber: index + 1,
            };
          }),
        );
        return client.send(
          new CompleteMultipartUploadCommand({
            ...at,
            UploadId,
            IfNoneMatch: "*",
            MultipartUpload: {
              Parts: uploaded.map(({ ETag, PartNumber }) => ({ ETag, PartNumber })),
            },
          }),
        );
      },
    };
  }
  const refused = (name: string, httpStatusCode: number) =>
    expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode }) });

  test("stores with If-None-Match: * what is not there, and nothing over what is", async () => {
    const { put, get } = await bucket();
    await put("first", { IfNoneMatch: "*" });
    await expect(put("second", { IfNoneMatch: "*" })).rejects.toEqual(
      refused("PreconditionFailed", 412),
    );
    expect(await get()).toBe("first");
  });

  test("lets exactly one of many writers with If-None-Match: * through", async () => {
    const { put, get } = await bucket();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, writer) => put(`writer ${writer}`, { IfNoneMatch: "*" })),
    );
    const winners = results.flatMap(({ status }, writer) =>
      status === "fulfilled" ? [writer] : [],
    );
    expect(winners).toHaveLength(1);
    expect(await get()).toBe(`writer ${winners[0]}`);
  });

  test("stores with If-Match only over the object that was meant", async () => {
    const { put, get } = await bucket();
    await expect(put("x", { IfMatch: '"none"' })).rejects.toEqual(refused("NoSuchKey", 404));
    const { ETag = "" } = await put("first");
    await expect(put("x", { IfMatch: '"other"' })).rejects.toEqual(
      refused("PreconditionFailed", 412),
    );
    await put("second", { IfMatch: ETag });
    await expect(put("third", { IfMatch: ETag })).rejects.toEqual(
      refused("PreconditionFailed", 412),
    );
    expect(await get()).toBe("second");
  });

  test("completes an upload in parts only where nothing is", async () => {
    const { multipart, get } = await bucket();
    const parts = [Buffer.alloc(6 * 2 ** 20, "a"), Buffer.alloc(6 * 2 ** 20, "b")];
    await multipart(parts);
    await expect(multipart([Buffer.from("x")])).rejects.toEqual(refused("PreconditionFailed", 412));
    expect((await get())?.length).toBe(12 * 2 ** 20);
  });

  test("refuses what fauxqs cannot take in one request, in S3's words", async () => {
    const { put } = await bucket();
    await expect(put(Buffer.alloc(12 * 2 ** 20))).rejects.toEqual(refused("EntityTooLarge", 400));
  });
});

describe("SQS behind the endpoint", () => {
  async function queue() {
    const stack = await startTestStack({ template });
    const client = new SQSClient(clientSettings(stack));
    onTestFinished(() => client.destroy());
    const QueueUrl = stack.queues()["Queue"]?.url;
    const receive = async (url = QueueUrl) =>
      (await client.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 3 })))
        .Messages ?? [];
    return { stack, client, QueueUrl, receive };
  }

  test("takes and gives back every character that SQS allows", async () => {
    const { client, QueueUrl, receive } = await queue();
    const words = "cats 😀 🐈‍⬛ ü \uF8FE \uFFFD";
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: words }));
    const Entries = [{ Id: "a", MessageBody: `${words}!` }];
    await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    const bodies = [...(await receive()), ...(await receive())].map(({ Body }) => Body);
    expect(bodies).toEqual([words, `${words}!`]);
  });

  test.each(["\uD83D", "\u0000"])("refuses %j", async (MessageBody) => {
    const { client, QueueUrl } = await queue();
    const sending = client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await expect(sending).rejects.toThrow("Invalid characters found");
  });

  test("counts a message as visible as soon as its timeout is over, without anybody receiving", async () => {
    const { stack, client, QueueUrl, receive } = await queue();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "a" }));
    await receive();
    const depth = async () => {
      const names = [
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesNotVisible",
      ] as const;
      const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...names] });
      const { Attributes } = await client.send(command);
      return names.map((name) => Attributes?.[name]);
    };
    expect(await depth()).toEqual(["0", "1"]);
    expect(stack.queues()["Queue"]).toMatchObject({ visible: 0, inFlight: 1 });
    await expect.poll(depth, { timeout: 3000 }).toEqual(["1", "0"]);
    expect(stack.queues()["Queue"]).toMatchObject({ visible: 1, inFlight: 0, delayed: 0 });
  });

  test("moves a message to its dead-letter queue and, on request, back", async () => {
    const { stack, client, QueueUrl, receive } = await queue();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "poison 😀" }));
    expect(await receive()).toHaveLength(1);
    expect(await receive()).toEqual([]);
    expect(stack.queues()).toMatchObject({ Queue: { visible: 0 }, DeadLetters: { visible: 1 } });

    const SourceArn = "arn:aws:sqs:us-east-1:000000000000:local-DeadLetters";
    await client.send(new StartMessageMoveTaskCommand({ SourceArn }));
    const [back] = await receive();
    expect(back?.Body).toBe("poison 😀");
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: back?.ReceiptHandle }));
    expect(stack.queues()).toMatchObject({ Queue: { inFlight: 0 }, DeadLetters: { visible: 0 } });
  });

  test("moves nothing out of a queue that is nobody's dead-letter queue", async () => {
    const { client } = await queue();
    const SourceArn = "arn:aws:sqs:us-east-1:000000000000:local-Queue";
    await expect(client.send(new StartMessageMoveTaskCommand({ SourceArn }))).rejects.toThrow(
      "Source queue must be configured as a Dead Letter Queue.",
    );
  });
});

test("Secrets Manager gives the secrets that the stack was started with, and no others", async () => {
  const stack = await startTestStack({ template, secrets: { "arn:outside": "o" } });
  const client = new SecretsManagerClient(clientSettings(stack));
  onTestFinished(() => client.destroy());
  const read = async (SecretId: string) =>
    (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  expect(await read("arn:outside")).toBe("o");
  await expect(read("arn:nothing")).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

describe("a caller that does not belong to the run", () => {
  const arn = "arn:outside";
  const ask = (url: string, headers: Record<string, string>) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const sent = request(url, { method: "POST", headers }, (answer) => {
        text(answer).then((body) => resolve({ status: answer.statusCode, body }), reject);
      });
      sent.on("error", reject).end(JSON.stringify({ SecretId: arn }));
    });
  const secretAction = { "x-amz-target": "secretsmanager.GetSecretValue" };
  const signedBy = (accessKeyId: string) =>
    signedHeaders({ credentials: { accessKeyId, secretAccessKey: "" } });

  test.each([
    ["a secret", "/", secretAction],
    ["an invocation", "/2015-03-31/functions/local-F/invocations", {}],
    ["a queue", "/", { "x-amz-target": "AmazonSQS.ListQueues" }],
    ["an object", "/local-bucket/key", {}],
  ])("gets no %s without the run's own credentials", async (_, path, headers) => {
    const stack = await startTestStack({ template, secrets: { [arn]: "S3CRET" } });
    const url = stack.endpointUrl + path;
    for (const credentials of [{}, signedBy("local")]) {
      const answer = await ask(url, { ...headers, ...credentials });
      expect(answer).toMatchObject({ status: 403, body: expect.not.stringContaining("S3CRET") });
    }
    const own = signedBy(stack.credentials.accessKeyId);
    expect((await ask(url, { ...headers, ...own })).status, "with them").not.toBe(403);
  });

  test.each([
    ["a name that was pointed at it", { host: "evil.example:1234" }],
    ["a page's script", { origin: "https://evil.example" }],
    ["another site's form", { "sec-fetch-site": "cross-site" }],
  ])("is refused as %s, even with them", async (_, headers) => {
    const stack = await startTestStack({ template, secrets: { [arn]: "S3CRET" } });
    const signed = { ...secretAction, ...signedBy(stack.credentials.accessKeyId) };
    expect((await ask(stack.endpointUrl, signed)).body).toContain("S3CRET");
    expect((await ask(stack.endpointUrl, { ...signed, ...headers })).status).toBe(403);
  });
});
