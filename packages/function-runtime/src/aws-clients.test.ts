import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";

import { awsClientLimits, awsClientSettings } from "./aws-clients.ts";
import { awsFailure } from "./aws-errors.ts";

/** A server that accepts every connection and never answers. */
let server: Server;
const sockets = new Set<Socket>();
beforeAll(async () => {
  server = createServer((socket) => void sockets.add(socket.on("error", () => {})));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

type Client = keyof typeof awsClientLimits;
const settingsOf = (client: Client) => ({
  ...awsClientSettings(client),
  region: "eu-central-1",
  credentials: { accessKeyId: "id", secretAccessKey: "secret" },
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
});
const s3 = (client: Client) => new S3Client({ ...settingsOf(client), forcePathStyle: true });
const sns = (client: Client) => new SNSClient(settingsOf(client));
const sqs = (client: Client) => new SQSClient(settingsOf(client));
const anObject = { Bucket: "media", Key: "k" };
const aMessage = { TopicArn: "arn:aws:sns:eu-central-1:1:t", Message: "m" };
const aQueue = { QueueUrl: "http://127.0.0.1/1/q" };

const calls: [what: string, client: Client, call: () => Promise<unknown>][] = [
  [
    "S3 of the api-endpoint",
    "apiEndpoint",
    () => s3("apiEndpoint").send(new GetObjectCommand(anObject)),
  ],
  [
    "SNS of the api-endpoint",
    "apiEndpoint",
    () => sns("apiEndpoint").send(new PublishCommand(aMessage)),
  ],
  [
    "S3 of the article-loader",
    "articleLoader",
    () => s3("articleLoader").send(new GetObjectCommand(anObject)),
  ],
  [
    "SNS of the article-loader",
    "articleLoader",
    () => sns("articleLoader").send(new PublishCommand(aMessage)),
  ],
  [
    "SQS of the article-loader",
    "articleLoader",
    () => sqs("articleLoader").send(new DeleteMessageCommand({ ...aQueue, ReceiptHandle: "r" })),
  ],
  [
    "Secrets Manager of the article-loader",
    "articleLoader",
    () =>
      new SecretsManagerClient(settingsOf("articleLoader")).send(
        new GetSecretValueCommand({ SecretId: "s" }),
      ),
  ],
  [
    "SQS of the balancer",
    "balancerQueue",
    () => sqs("balancerQueue").send(new ReceiveMessageCommand(aQueue)),
  ],
  [
    "Lambda of the balancer",
    "balancerInvoke",
    () =>
      new LambdaClient(settingsOf("balancerInvoke")).send(new InvokeCommand({ FunctionName: "f" })),
  ],
  [
    "S3 of the download-worker",
    "downloadWorker",
    () =>
      s3("downloadWorker").send(
        new PutObjectCommand({ ...anObject, Body: Buffer.alloc(1_000_000) }),
      ),
  ],
  [
    "SQS of the download-worker",
    "downloadWorker",
    () => sqs("downloadWorker").send(new DeleteMessageCommand({ ...aQueue, ReceiptHandle: "r" })),
  ],
  [
    "SNS of the download-worker",
    "downloadWorker",
    () => sns("downloadWorker").send(new PublishCommand(aMessage)),
  ],
  ["S3 of a command", "command", () => s3("command").send(new GetObjectCommand(anObject))],
];

/** For a machine that is busy with other tests, and the SDK's backoff between two attempts. */
const slackMs = 15_000;

test.concurrent.each(calls)(
  "%s gives up on a server that accepts and never answers",
  { timeout: 120_000 },
  async (_what, client, call) => {
    const { attempts, answerMs } = awsClientLimits[client];
    const startedAtMs = performance.now();
    const error: unknown = await call().then(
      () => expect.fail("a silent server answered"),
      (reason: unknown) => reason,
    );
    const tookMs = performance.now() - startedAtMs;
    expect(tookMs).toBeGreaterThan(attempts * answerMs - 500);
    expect(tookMs).toBeLessThan(attempts * answerMs + slackMs);
    expect(awsFailure("bucket-unavailable", error)).toMatchObject({
      name: "RetryableError",
      code: "bucket-unavailable",
    });
  },
);
