import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { s3Imports } from "@reddit-crawler/article-loader/adapters/s3-imports";
import { createSecretCredentials } from "@reddit-crawler/article-loader/adapters/secrets-manager-credentials";
import { createCrawlQueue } from "@reddit-crawler/article-loader/adapters/sqs-crawl-queue";
import { createPostQueue } from "@reddit-crawler/article-loader/adapters/sqs-post-queue";
import { createHandler } from "@reddit-crawler/article-loader/handler";
import { feedSource } from "@reddit-crawler/article-loader/reddit/reddit-sources";
import { createListingSources } from "@reddit-crawler/article-loader/sources/listing-sources";
import type { LoaderWorld } from "@reddit-crawler/article-loader/world";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";

import type { StageHandler } from "../aws/lambda-function.ts";
import { secretsClient } from "../aws/other-clients.ts";
import { s3Client } from "../aws/s3-client.ts";
import { sqsClient } from "../aws/sqs-client.ts";
import type { Cloud } from "../cloud.ts";
import type { FunctionProcess } from "../function-process.ts";
import { outboundHttp } from "../internet/outbound.ts";
import { crawlEnds } from "./crawl-ends.ts";

const secret = JSON.stringify({ client_id: "id", client_secret: "secret" });

// What reads a feed is loaded at the first one: here, since that takes the machine's own time and not the run's.
await feedSource()
  .page({
    subreddit: "aww",
    sortMethod: "top",
    timeFilter: "day",
    requestedAt: "",
    most: 1,
    limit: 1,
    after: undefined,
    count: 0,
  })
  .read({ status: 200, headers: {}, body: "<feed></feed>" }, 0);

/** The article-loader of one cold start. */
export function bootArticleLoader(process: FunctionProcess, cloud: Cloud): StageHandler {
  const { environment } = cloud.deployment.functions["article-loader"];
  const { clock } = process;
  const settings = awsClientLimits.articleLoader;
  return createHandler(environment, (config) => {
    const s3 = s3Client(process, cloud.bucket, settings, cloud.s3Changes);
    const sqs = sqsClient(process, cloud.queue, settings);
    const crawls = sqsClient(process, cloud.crawlQueue.messages, settings);
    const log = process.log();
    const secrets = secretsClient(process, secret, settings);
    const credentials = createSecretCredentials(
      secrets,
      config.REDDIT_CREDENTIALS_SECRET_ARN ?? "",
    );
    const http = outboundHttp(process, {
      answer: (request) => cloud.doors(request, process.name),
      heedsSignal: false,
    });
    const world: LoaderWorld = {
      config,
      http,
      sources: createListingSources(http, credentials, clock, config.REDDIT_REQUEST_DELAY_MS),
      objects: s3JsonObjects(s3, config.MEDIA_BUCKET),
      imports: s3Imports(s3, config.MEDIA_BUCKET),
      ends: crawlEnds(process, cloud, s3, settings),
      queue: createPostQueue(sqs, config.POST_QUEUE_URL),
      crawls: createCrawlQueue(crawls, config.CRAWL_QUEUE_URL, log),
      clock,
      random: () => process.world.random.fraction(),
      log,
    };
    return cloud.mutation?.loader?.(world, process) ?? world;
  });
}
