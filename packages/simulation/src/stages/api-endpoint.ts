import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { createS3CrawlArchive } from "@reddit-crawler/api-endpoint/adapters/s3-crawl-archive";
import { createSnsCrawlTopic } from "@reddit-crawler/api-endpoint/adapters/sns-crawl-topic";
import { createSqsCrawlQueue } from "@reddit-crawler/api-endpoint/adapters/sqs-crawl-queue";
import { createHandler } from "@reddit-crawler/api-endpoint/handler";
import type { ApiWorld } from "@reddit-crawler/api-endpoint/world";

import type { StageHandler } from "../aws/lambda-function.ts";
import { snsClient } from "../aws/other-clients.ts";
import { s3Client } from "../aws/s3-client.ts";
import { sqsClient } from "../aws/sqs-client.ts";
import type { Cloud } from "../cloud.ts";
import type { FunctionProcess } from "../function-process.ts";

/** The api-endpoint of one cold start. */
export function bootApiEndpoint(process: FunctionProcess, cloud: Cloud): StageHandler {
  const { environment } = cloud.deployment.functions["api-endpoint"];
  const { random } = process.world;
  const handler = createHandler(
    environment,
    ({ CRAWL_TOPIC_ARN, CRAWL_QUEUE_URL, MEDIA_BUCKET }) => {
      const settings = awsClientLimits.apiEndpoint;
      const sns = snsClient(process, cloud.topic, settings);
      const sqs = sqsClient(process, cloud.crawlQueue.messages, settings);
      const s3 = s3Client(process, cloud.bucket, settings, cloud.s3Changes);
      const world: ApiWorld = {
        topic: createSnsCrawlTopic(CRAWL_TOPIC_ARN, sns),
        queue: createSqsCrawlQueue(CRAWL_QUEUE_URL, sqs),
        archive: createS3CrawlArchive(MEDIA_BUCKET, false, s3),
        clock: process.clock,
        randomBytes: (count) => Uint8Array.from({ length: count }, () => random.between(0, 255)),
        log: process.log(),
      };
      return cloud.mutation?.api?.(world, process) ?? world;
    },
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller makes the event as API Gateway does
  return (event) => handler(event as Parameters<typeof handler>[0]);
}
