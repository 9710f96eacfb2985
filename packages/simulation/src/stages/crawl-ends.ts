import type { S3Client } from "@aws-sdk/client-s3";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createSnsFinishTopic } from "@reddit-crawler/crawl-status/adapters/sns-finish-topic";
import { createCrawlEnds, type CrawlEnds } from "@reddit-crawler/crawl-status/announce-end";
import type { AwsClientLimits } from "@reddit-crawler/function-runtime/aws-client-limits";

import { snsClient } from "../aws/other-clients.ts";
import type { Cloud } from "../cloud.ts";
import type { FunctionProcess } from "../function-process.ts";

/** How a stage announces the ends of crawls, by whichever S3 client it has. */
export function crawlEnds(
  process: FunctionProcess,
  cloud: Cloud,
  s3: S3Client,
  settings: AwsClientLimits,
): CrawlEnds {
  const objects = s3JsonObjects(s3, "media");
  return createCrawlEnds({
    objects: { ...objects, ...cloud.mutation?.totals?.(objects) },
    topic: createSnsFinishTopic(snsClient(process, cloud.finishedTopic, settings), "finished"),
    clock: process.clock,
    random: () => process.world.random.fraction(),
    log: process.log(),
    keysPerRequest: cloud.keysPerRequest,
  });
}
