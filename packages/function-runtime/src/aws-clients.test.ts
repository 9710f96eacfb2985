import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";

import * as awsClientLimits from "./aws-client-limits.ts";
import { awsClientSettings } from "./aws-clients.ts";
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

/** The command's limits, but a server is waited for a fifth as long. */
const limits = { ...awsClientLimits.command, answerMs: awsClientLimits.command.answerMs / 5 };

const settings = () => ({
  ...awsClientSettings(limits),
  region: "eu-central-1",
  credentials: { accessKeyId: "id", secretAccessKey: "secret" },
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
});

/** The commands' clients; the simulation's tests do the same with those of the stages. */
const calls: [what: string, call: () => Promise<unknown>][] = [
  [
    "S3",
    () =>
      new S3Client({ ...settings(), forcePathStyle: true }).send(
        new GetObjectCommand({ Bucket: "media", Key: "k" }),
      ),
  ],
  [
    "SQS",
    () => {
      const QueueUrl = `${settings().endpoint}/1/q`;
      return new SQSClient(settings()).send(new ReceiveMessageCommand({ QueueUrl }));
    },
  ],
];

/** For a machine that is busy with other tests, and the SDK's backoff between two attempts. */
const slackMs = 15_000;

test.concurrent.each(calls)(
  "a command's %s gives up on a server that accepts and never answers",
  { timeout: 120_000 },
  async (_what, call) => {
    const { attempts, answerMs } = limits;
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
