import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { workerWorld } from "@reddit-crawler/download-worker/adapters/aws-world";
import { createHandler } from "@reddit-crawler/download-worker/handler";

import { downloadJobSchema, type DownloadJob } from "@reddit-crawler/message-schema";

import type { StageHandler } from "../aws/lambda-function.ts";
import { s3Client } from "../aws/s3-client.ts";
import { sqsClient } from "../aws/sqs-client.ts";
import type { Cloud } from "../cloud.ts";
import type { FunctionProcess } from "../function-process.ts";
import { outboundHttp } from "../internet/outbound.ts";
import { crawlEnds } from "./crawl-ends.ts";
import { lendBuffers } from "./lent-buffers.ts";

/** The download-worker of one cold start. */
export function bootDownloadWorker(process: FunctionProcess, cloud: Cloud): StageHandler {
  const { environment } = cloud.deployment.functions["download-worker"];
  const settings = awsClientLimits.downloadWorker;
  let job: DownloadJob | undefined;
  const handler = createHandler(environment, (config) => {
    const s3 = s3Client(process, cloud.bucket, settings, {
      ...cloud.s3Changes,
      ...cloud.mutation?.workerS3,
    });
    const simulated = workerWorld(config, {
      s3,
      sqs: sqsClient(process, cloud.queue, settings, config.POST_DEAD_LETTER_QUEUE_URL),
      buffers: lendBuffers(),
      ends: crawlEnds(process, cloud, s3, settings),
      http: outboundHttp(process, { answer: cloud.pictures, heedsSignal: true }),
      clock: process.clock,
      random: () => process.world.random.fraction(),
      log: process.log(),
    });
    const jobAtHand = () => {
      if (!job) throw new Error("There is no job yet.");
      return job;
    };
    return cloud.mutation?.worker?.(simulated, jobAtHand) ?? simulated;
  });
  return (event, context) => {
    if (cloud.mutation) job = downloadJobSchema.parse(event);
    return handler(event, context);
  };
}
