import { createGateStore } from "@reddit-crawler/article-loader/adapters/s3-gate-store";
import { createCrawlRecords } from "@reddit-crawler/article-loader/adapters/s3-crawl-records";
import { createSecretCredentials } from "@reddit-crawler/article-loader/adapters/secrets-manager-credentials";
import { createCrawlRequests } from "@reddit-crawler/article-loader/adapters/sns-crawl-requests";
import { createPostQueue } from "@reddit-crawler/article-loader/adapters/sqs-post-queue";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createHandler } from "@reddit-crawler/article-loader/handler";

import type { StageHandler } from "../aws/lambda-function.ts";
import { secretsClient, snsClient } from "../aws/other-clients.ts";
import { s3Client } from "../aws/s3-client.ts";
import { sqsClient } from "../aws/sqs-client.ts";
import type { Cloud } from "../cloud.ts";
import type { FunctionProcess } from "../function-process.ts";
import { outboundHttp } from "../internet/outbound.ts";
import { awsClientLimits } from "@reddit-crawler/function-runtime/aws-clients";
import { crawlTallies } from "./crawl-tallies.ts";

type CreateHandler = typeof createHandler;
export type LoaderPorts = ReturnType<NonNullable<Parameters<CreateHandler>[1]>>;

const secret = JSON.stringify({ client_id: "id", client_secret: "secret" });

/** The article-loader of one cold start. */
export function bootArticleLoader(process: FunctionProcess, cloud: Cloud): StageHandler {
  const { environment } = cloud.deployment.functions["article-loader"];
  const random = () => process.world.random.fraction();
  const { clock } = process;
  const settings = awsClientLimits.articleLoader;
  const handler = createHandler(environment, (config) => {
    const s3 = s3Client(process, cloud.bucket, settings, cloud.s3Changes);
    const objects = s3JsonObjects(s3, config.MEDIA_BUCKET);
    const sqs = sqsClient(process, cloud.queue, settings);
    const sns = snsClient(process, cloud.topic, settings);
    const secrets = secretsClient(process, secret, settings);
    const ports: LoaderPorts = {
      http: outboundHttp(process, {
        answer: (request) => cloud.reddit(request, process.name),
        heedsSignal: false,
      }),
      gateState: createGateStore(objects),
      records: createCrawlRecords({ objects, clock, random }),
      tallies: crawlTallies(process, cloud, s3, settings),
      queue: createPostQueue(sqs, config.POST_QUEUE_URL),
      requests: createCrawlRequests(sns, config.CRAWL_TOPIC_ARN),
      credentials: createSecretCredentials(secrets, config.REDDIT_CREDENTIALS_SECRET_ARN ?? ""),
      clock,
      random,
      log: process.log(),
    };
    return cloud.mutation?.loader?.(ports, process) ?? ports;
  });
  return handler;
}
