import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createSnsFinishTopic } from "@reddit-crawler/crawl-status/adapters/sns-finish-topic";
import { createCrawlTallies } from "@reddit-crawler/crawl-status/crawl-tally";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { createOutboundHttp } from "@reddit-crawler/function-runtime/http/create-outbound-http";
import { mediaHosts } from "@reddit-crawler/media-hosts";

import { worldSettings, type Config } from "../config.ts";
import { createCooldowns } from "../hosts/cooldowns.ts";
import { createPace } from "../hosts/pace.ts";
import { createPageAnswers } from "../links/page-answers.ts";
import { createPostRecords } from "../records/post-records.ts";
import type { WorkerWorld } from "../world.ts";
import { createS3KnownPictures } from "./s3-known-pictures.ts";
import { createS3PictureStore } from "./s3-picture-store.ts";
import { createSqsPostQueue } from "./sqs-post-queue.ts";

/** AWS and the internet, as this environment reaches them. */
export function awsWorld(config: Config): WorkerWorld {
  const settings = awsClientSettings("downloadWorker");
  const forcePathStyle = config.AWS_ENDPOINT_URL !== undefined;
  const s3 = new S3Client({ ...settings, forcePathStyle });
  const objects = s3JsonObjects(s3, config.MEDIA_BUCKET);
  const log = createLog({
    service: "download-worker",
    functionName: config.AWS_LAMBDA_FUNCTION_NAME,
    level: config.LOG_LEVEL,
  });
  const clock = systemClock;
  const random = Math.random;
  const topic = createSnsFinishTopic(new SNSClient(settings), config.FINISHED_TOPIC_ARN);
  const hosts = mediaHosts(config.MEDIA_HOSTS);
  const cooldowns = createCooldowns(objects, clock, log);
  return {
    ...worldSettings(config),
    store: createS3PictureStore(s3, config.MEDIA_BUCKET, log),
    knownPictures: createS3KnownPictures(s3, config.MEDIA_BUCKET),
    records: createPostRecords(objects),
    pageAnswers: createPageAnswers(objects, clock, log),
    cooldowns,
    tallies: createCrawlTallies({ objects, topic, clock, random, log }),
    queue: createSqsPostQueue(new SQSClient(settings), config.POST_QUEUE_URL),
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
    hosts,
    atPace: createPace({ clock, cooldowns, hosts }),
    clock,
    random,
    log,
  };
}
