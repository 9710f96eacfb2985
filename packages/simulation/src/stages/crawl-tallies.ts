import type { S3Client } from "@aws-sdk/client-s3";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createSnsFinishTopic } from "@reddit-crawler/crawl-status/adapters/sns-finish-topic";
import { createCrawlTallies, type CrawlTallies } from "@reddit-crawler/crawl-status/crawl-tally";
import type { TallyWorld } from "@reddit-crawler/crawl-status/world";
import type { AwsClientLimits } from "@reddit-crawler/function-runtime/aws-client-limits";

import { snsClient } from "../aws/other-clients.ts";
import type { Cloud } from "../cloud.ts";
import type { FunctionProcess } from "../function-process.ts";

/** The tallies that a stage counts posts in, by whichever S3 client it has. */
export function crawlTallies(
  process: FunctionProcess,
  cloud: Cloud,
  s3: S3Client,
  settings: AwsClientLimits,
): CrawlTallies {
  const { random } = process.world;
  const world: TallyWorld = {
    objects: s3JsonObjects(s3, "media"),
    topic: createSnsFinishTopic(snsClient(process, cloud.finishedTopic, settings), "finished"),
    clock: process.clock,
    random: () => random.fraction(),
    log: process.log(),
  };
  return createCrawlTallies(cloud.mutation?.tallies?.(world) ?? world);
}
