import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createSnsFinishTopic } from "@reddit-crawler/crawl-status/adapters/sns-finish-topic";
import { createCrawlEnds } from "@reddit-crawler/crawl-status/announce-end";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { createOutboundHttp } from "@reddit-crawler/function-runtime/http/create-outbound-http";

import type { Config } from "../config.ts";
import { createListingSources } from "../sources/listing-sources.ts";
import type { LoaderWorld } from "../world.ts";
import { createSecretCredentials, createSecretFeedKey } from "./secrets-manager-credentials.ts";
import { s3Imports } from "./s3-imports.ts";
import { createCrawlQueue } from "./sqs-crawl-queue.ts";
import { createPostQueue } from "./sqs-post-queue.ts";

/** The function's world on AWS; region and credentials come from where the SDK itself finds them. */
export function awsWorld(config: Config): LoaderWorld {
  const settings = awsClientSettings(awsClientLimits.articleLoader);
  const s3 = new S3Client({
    ...settings,
    forcePathStyle: config.AWS_ENDPOINT_URL !== undefined,
  });
  const objects = s3JsonObjects(s3, config.MEDIA_BUCKET);
  const sqs = new SQSClient(settings);
  const clock = systemClock;
  const random = Math.random;
  const log = createLog({
    service: "article-loader",
    functionName: config.AWS_LAMBDA_FUNCTION_NAME,
    level: config.LOG_LEVEL,
  });
  const http = createOutboundHttp({
    userAgent: config.REDDIT_USER_AGENT,
    proxy: {
      httpsProxy: config.HTTPS_PROXY,
      httpProxy: config.HTTP_PROXY,
      noProxy: config.NO_PROXY,
    },
    connectTimeoutMs: 5000,
    headersTimeoutMs: 20_000,
    idleTimeoutMs: 10_000,
  });
  const secrets = new SecretsManagerClient(settings);
  const secretArn = config.REDDIT_CREDENTIALS_SECRET_ARN;
  const credentials = secretArn ? createSecretCredentials(secrets, secretArn) : undefined;
  const feedSecretArn = config.REDDIT_FEED_SECRET_ARN;
  const feedKey = feedSecretArn ? createSecretFeedKey(secrets, feedSecretArn) : undefined;
  const topic = createSnsFinishTopic(new SNSClient(settings), config.FINISHED_TOPIC_ARN);
  return {
    config,
    http,
    sources: createListingSources(
      http,
      credentials,
      clock,
      config.REDDIT_REQUEST_DELAY_MS,
      feedKey,
    ),
    objects,
    imports: s3Imports(s3, config.MEDIA_BUCKET),
    ends: createCrawlEnds({ objects, topic, clock, random, log }),
    queue: createPostQueue(sqs, config.POST_QUEUE_URL),
    crawls: createCrawlQueue(sqs, config.CRAWL_QUEUE_URL, log),
    clock,
    random,
    log,
  };
}
