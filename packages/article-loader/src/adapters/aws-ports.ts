import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createSnsFinishTopic } from "@reddit-crawler/crawl-status/adapters/sns-finish-topic";
import { createCrawlTallies } from "@reddit-crawler/crawl-status/crawl-tally";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { systemClock } from "@reddit-crawler/function-runtime/clock";
import { createLog } from "@reddit-crawler/function-runtime/log";
import { createOutboundHttp } from "@reddit-crawler/function-runtime/http/create-outbound-http";

import type { Config } from "../config.ts";
import type { LoaderPorts } from "../loader-ports.ts";
import { createCrawlRecords } from "./s3-crawl-records.ts";
import { createGateStore } from "./s3-gate-store.ts";
import { createSecretCredentials } from "./secrets-manager-credentials.ts";
import { createCrawlRequests } from "./sns-crawl-requests.ts";
import { createPostQueue } from "./sqs-post-queue.ts";

/** The function's ports on AWS; region and credentials come from where the SDK itself looks for them. */
export function awsPorts(config: Config): LoaderPorts {
  const settings = awsClientSettings("articleLoader");
  const s3 = new S3Client({
    ...settings,
    forcePathStyle: config.AWS_ENDPOINT_URL !== undefined,
  });
  const objects = s3JsonObjects(s3, config.MEDIA_BUCKET);
  const sns = new SNSClient(settings);
  const log = createLog({
    service: "article-loader",
    functionName: config.AWS_LAMBDA_FUNCTION_NAME,
    level: config.LOG_LEVEL,
  });
  return {
    http: createOutboundHttp({
      userAgent: config.REDDIT_USER_AGENT,
      proxy: {
        httpsProxy: config.HTTPS_PROXY,
        httpProxy: config.HTTP_PROXY,
        noProxy: config.NO_PROXY,
      },
      connectTimeoutMs: 5000,
      headersTimeoutMs: 20_000,
      idleTimeoutMs: 10_000,
    }),
    gateState: createGateStore(objects),
    records: createCrawlRecords({ objects, clock: systemClock, random: Math.random }),
    tallies: createCrawlTallies({
      objects,
      topic: createSnsFinishTopic(sns, config.FINISHED_TOPIC_ARN),
      clock: systemClock,
      random: Math.random,
      log,
    }),
    queue: createPostQueue(new SQSClient(settings), config.POST_QUEUE_URL),
    requests: createCrawlRequests(sns, config.CRAWL_TOPIC_ARN),
    ...(config.REDDIT_CREDENTIALS_SECRET_ARN && {
      credentials: createSecretCredentials(
        new SecretsManagerClient(settings),
        config.REDDIT_CREDENTIALS_SECRET_ARN,
      ),
    }),
    clock: systemClock,
    random: Math.random,
    log,
  };
}
