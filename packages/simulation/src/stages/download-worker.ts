import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { worldSettings } from "@reddit-crawler/download-worker/config";
import { createCooldowns } from "@reddit-crawler/download-worker/hosts/cooldowns";
import { createS3KnownPictures } from "@reddit-crawler/download-worker/adapters/s3-known-pictures";
import { createPageAnswers } from "@reddit-crawler/download-worker/links/page-answers";
import { createS3PictureStore } from "@reddit-crawler/download-worker/adapters/s3-picture-store";
import { createSqsPostQueue } from "@reddit-crawler/download-worker/adapters/sqs-post-queue";
import { createHandler } from "@reddit-crawler/download-worker/handler";
import { createPace } from "@reddit-crawler/download-worker/hosts/pace";
import { createPostRecords } from "@reddit-crawler/download-worker/records/post-records";
import type { WorkerWorld } from "@reddit-crawler/download-worker/world";
import { mediaHosts } from "@reddit-crawler/media-hosts";
import { downloadJobSchema, type DownloadJob } from "@reddit-crawler/message-schema";

import type { StageHandler } from "../aws/lambda-function.ts";
import { s3Client } from "../aws/s3-client.ts";
import { sqsClient } from "../aws/sqs-client.ts";
import type { Cloud } from "../cloud.ts";
import type { FunctionProcess } from "../function-process.ts";
import { outboundHttp } from "../internet/outbound.ts";
import { awsClientLimits } from "@reddit-crawler/function-runtime/aws-clients";
import { crawlTallies } from "./crawl-tallies.ts";
import { lendBuffers } from "./lent-buffers.ts";

/** The download-worker of one cold start. */
export function bootDownloadWorker(process: FunctionProcess, cloud: Cloud): StageHandler {
  const { environment } = cloud.deployment.functions["download-worker"];
  const { clock, world } = process;
  const random = () => world.random.fraction();
  const settings = awsClientLimits.downloadWorker;
  let job: DownloadJob | undefined;
  const handler = createHandler(environment, (config) => {
    const s3 = s3Client(process, cloud.bucket, settings, {
      ...cloud.s3Changes,
      ...cloud.mutation?.workerS3,
    });
    const objects = s3JsonObjects(s3, config.MEDIA_BUCKET);
    const sqs = sqsClient(process, cloud.queue, settings);
    const log = process.log();
    const cooldowns = createCooldowns(objects, clock, log);
    const hosts = mediaHosts(config.MEDIA_HOSTS);
    const workerWorld: WorkerWorld = {
      ...worldSettings(config),
      store: createS3PictureStore(s3, config.MEDIA_BUCKET, log, lendBuffers()),
      knownPictures: createS3KnownPictures(s3, config.MEDIA_BUCKET),
      records: createPostRecords(objects),
      pageAnswers: createPageAnswers(objects, clock, log),
      cooldowns,
      tallies: crawlTallies(process, cloud, s3, settings),
      queue: createSqsPostQueue(sqs, config.POST_QUEUE_URL),
      http: outboundHttp(process, { answer: cloud.pictures, heedsSignal: true }),
      hosts,
      atPace: createPace({ clock, cooldowns, hosts }),
      clock,
      random,
      log,
    };
    const jobAtHand = () => {
      if (!job) throw new Error("There is no job yet.");
      return job;
    };
    return cloud.mutation?.worker?.(workerWorld, jobAtHand) ?? workerWorld;
  });
  return (event, context) => {
    if (cloud.mutation) job = downloadJobSchema.parse(event);
    return handler(event, context);
  };
}
