import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createSnsFinishTopic } from "@reddit-crawler/crawl-status/adapters/sns-finish-topic";
import { createCrawlEnds, type CrawlEnds } from "@reddit-crawler/crawl-status/announce-end";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { systemClock, type Clock } from "@reddit-crawler/function-runtime/clock";
import { createLog, type Log } from "@reddit-crawler/function-runtime/log";
import { createOutboundHttp } from "@reddit-crawler/function-runtime/http/create-outbound-http";
import type { OutboundHttp } from "@reddit-crawler/function-runtime/http/outbound-http";
import { mediaHosts } from "@reddit-crawler/media-hosts";

import type { Config } from "../config.ts";
import { createCooldowns } from "../hosts/cooldowns.ts";
import { createImgurPageIds } from "../hosts/imgur-page-ids.ts";
import { createPace } from "../hosts/pace.ts";
import { createEndChecks } from "../job/end-checks.ts";
import { createPageAnswers } from "../links/page-answers.ts";
import { createPostRecords } from "../records/post-records.ts";
import type { WorkerWorld } from "../world.ts";
import { createS3KnownPictures } from "./s3-known-pictures.ts";
import type { PartBufferPool } from "./part-buffer-pool.ts";
import { createS3PictureStore, pictureBuffers } from "./s3-picture-store.ts";
import { createSqsPostQueue } from "./sqs-post-queue.ts";

/** What a world is made of; a simulation has its own. */
export interface WorldParts {
  s3: S3Client;
  sqs: SQSClient;
  /** The memory of uploads. */
  buffers: PartBufferPool;
  ends: CrawlEnds;
  http: OutboundHttp;
  clock: Clock;
  random: () => number;
  log: Log;
}

/** The world of a worker with this environment. */
export function workerWorld(config: Config, parts: WorldParts): WorkerWorld {
  const { s3, sqs, buffers, ...shared } = parts;
  const { clock, log } = shared;
  const objects = s3JsonObjects(s3, config.MEDIA_BUCKET);
  const hosts = mediaHosts(config.MEDIA_HOSTS);
  const cooldowns = createCooldowns(objects, clock, log);
  return {
    ...shared,
    store: createS3PictureStore(s3, config.MEDIA_BUCKET, log, buffers),
    knownPictures: createS3KnownPictures(s3, config.MEDIA_BUCKET),
    records: createPostRecords(objects),
    pageAnswers: createPageAnswers(objects, clock, log),
    cooldowns,
    endChecks: createEndChecks(clock, config.END_CHECK_SECONDS),
    queue: createSqsPostQueue(sqs, {
      queueUrl: config.POST_QUEUE_URL,
      deadLetterQueueUrl: config.POST_DEAD_LETTER_QUEUE_URL,
    }),
    hosts,
    atPace: createPace({ clock, cooldowns, hosts, events: config.AWS_LAMBDA_MAX_CONCURRENCY }),
    maxPictureBytes: config.MAX_PICTURE_BYTES,
    maxReceiveCount: config.MAX_RECEIVE_COUNT,
    keys: { imgurClientId: config.IMGUR_CLIENT_ID },
    ...(config.IMGUR_PAGE_ID === "on" && { imgurPageId: createImgurPageIds(objects, clock, log) }),
  };
}

/** AWS and the internet, as this environment reaches them. */
export function awsWorld(config: Config): WorkerWorld {
  const settings = awsClientSettings(awsClientLimits.downloadWorker);
  const forcePathStyle = config.AWS_ENDPOINT_URL !== undefined;
  const s3 = new S3Client({ ...settings, forcePathStyle });
  const log = createLog({
    service: "download-worker",
    functionName: config.AWS_LAMBDA_FUNCTION_NAME,
    level: config.LOG_LEVEL,
  });
  const shared = { clock: systemClock, random: Math.random, log };
  const objects = s3JsonObjects(s3, config.MEDIA_BUCKET);
  const topic = createSnsFinishTopic(new SNSClient(settings), config.FINISHED_TOPIC_ARN);
  return workerWorld(config, {
    ...shared,
    s3,
    sqs: new SQSClient(settings),
    buffers: pictureBuffers(config.AWS_LAMBDA_MAX_CONCURRENCY),
    ends: createCrawlEnds({ ...shared, objects, topic }),
    http: createOutboundHttp({
      userAgent: config.USER_AGENT,
      proxy: {
        httpsProxy: config.HTTPS_PROXY,
        httpProxy: config.HTTP_PROXY,
        noProxy: config.NO_PROXY,
      },
      connectTimeoutMs: 5_000,
      headersTimeoutMs: 10_000,
      idleTimeoutMs: 10_000,
    }),
  });
}
