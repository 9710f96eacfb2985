import type { AwsClientLimits } from "@reddit-crawler/function-runtime/aws-client-limits";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

import { createS3CrawlArchive } from "@reddit-crawler/api-endpoint/adapters/s3-crawl-archive";
import { createSnsCrawlTopic } from "@reddit-crawler/api-endpoint/adapters/sns-crawl-topic";
import { createSqsCrawlQueue } from "@reddit-crawler/api-endpoint/adapters/sqs-crawl-queue";
import { awsWorld as loaderWorld } from "@reddit-crawler/article-loader/adapters/aws-world";
import { configSchema } from "@reddit-crawler/article-loader/config";
import { createLambdaWorkerInvoker } from "@reddit-crawler/balancer/adapters/lambda-worker-invoker";
import { createSqsPostQueue } from "@reddit-crawler/balancer/adapters/sqs-post-queue";
import { awsWorld as workerWorld } from "@reddit-crawler/download-worker/adapters/aws-world";
import { parseConfig } from "@reddit-crawler/download-worker/config";

import { parseEnvironment } from "@reddit-crawler/function-runtime/environment";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { crawlRequestSchema, downloadJobSchema } from "@reddit-crawler/message-schema";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

import { readDeployment, type StageName } from "../deployment.ts";

/** An AWS that accepts every connection and never answers. */
let server: Server;
let queueUrl: string;
const sockets = new Set<Socket>();
beforeAll(async () => {
  server = createServer((socket) => void sockets.add(socket.on("error", () => {})));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  queueUrl = `${url}/123456789012/posts`;
  vi.stubEnv("AWS_ENDPOINT_URL", url);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "id");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
});
afterAll(() => {
  vi.unstubAllEnvs();
  for (const socket of sockets) socket.destroy();
  server.close();
});

const { functions } = readDeployment({
  MaxConcurrentDownloads: 10,
  ReserveConcurrency: true,
  ImgurClientId: "",
});
const environmentOf = (stage: StageName) => ({
  ...functions[stage].environment,
  POST_QUEUE_URL: queueUrl,
  CRAWL_QUEUE_URL: queueUrl,
  REDDIT_CREDENTIALS_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:reddit",
  AWS_ENDPOINT_URL: queueUrl,
});
const loader = () => loaderWorld(parseEnvironment(configSchema, environmentOf("article-loader")));
const worker = () => workerWorld(parseConfig(environmentOf("download-worker")));
const crawlRequest = crawlRequestSchema.parse(contracts["crawl-request"].examples[0]);
const job = downloadJobSchema.parse(contracts["download-job"].examples[0]);
const picture = {
  key: "media/aww/1abc/01.jpg",
  contentType: "image/jpeg",
  postId: "1abc",
  crawlId: "c",
  sourceUrl: "https://i.redd.it/a.jpg",
};

/** One call of each client that each stage makes, as the stage itself makes it. */
const calls: [what: string, limits: AwsClientLimits, call: () => Promise<unknown>][] = [
  [
    "the api-endpoint's S3",
    awsClientLimits.apiEndpoint,
    () => createS3CrawlArchive("media", true).read("k"),
  ],
  [
    "the api-endpoint's SNS",
    awsClientLimits.apiEndpoint,
    () => createSnsCrawlTopic("arn:t").publish(crawlRequest),
  ],
  [
    "the api-endpoint's SQS",
    awsClientLimits.apiEndpoint,
    () => createSqsCrawlQueue(queueUrl).waiting(),
  ],
  ["the article-loader's S3", awsClientLimits.articleLoader, () => loader().objects.read("k")],
  [
    "the article-loader's SQS",
    awsClientLimits.articleLoader,
    () => loader().queue.sendBatch([{ postId: "a", text: "{}", bytes: 2 }]),
  ],
  [
    "the article-loader's crawl queue",
    awsClientLimits.articleLoader,
    () => loader().crawls.send(crawlRequest, 0),
  ],
  [
    "the article-loader's Secrets Manager",
    awsClientLimits.articleLoader,
    async () => loader().sources.api?.tokens?.current(),
  ],
  [
    "the balancer's SQS",
    awsClientLimits.balancerQueue,
    () => createSqsPostQueue(queueUrl).receive(1),
  ],
  [
    "the balancer's Lambda",
    awsClientLimits.balancerInvoke,
    async () => {
      const invocation = await createLambdaWorkerInvoker("f").invoke(job);
      if (invocation.kind === "unanswered") throw invocation.error;
    },
  ],
  [
    "the download-worker's S3",
    awsClientLimits.downloadWorker,
    () => worker().knownPictures.claim("5ha", "k", new AbortController().signal),
  ],
  [
    "the download-worker's picture in S3",
    awsClientLimits.downloadWorker,
    async () => {
      const upload = worker().store.open(picture, new AbortController().signal);
      await upload.write(Buffer.alloc(1_000_000));
      return upload.complete("5ha");
    },
  ],
  ["the download-worker's SQS", awsClientLimits.downloadWorker, () => worker().queue.delete("r")],
];

/** For a machine that is busy with other tests, and the SDK's backoff between two attempts. */
const slackMs = 20_000;

test(
  "a silent AWS holds no client of a stage longer than its limit",
  { timeout: 120_000 },
  async () => {
    const startedAtMs = performance.now();
    const ends = await Promise.all(
      calls.map(async ([what, limits, call]) => {
        const error: unknown = await call().then(
          () => "answered",
          (reason: unknown) => reason,
        );
        const { attempts, answerMs } = limits;
        return { what, error, overMs: performance.now() - startedAtMs - attempts * answerMs };
      }),
    );
    for (const { what, error, overMs } of ends) {
      expect(error, what).toBeInstanceOf(Error);
      expect(overMs, `${what} gave up too soon`).toBeGreaterThan(-1000);
      expect(overMs, `${what} gave up too late`).toBeLessThan(slackMs);
    }
  },
);
