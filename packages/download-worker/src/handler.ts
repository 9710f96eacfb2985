import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createSnsFinishTopic } from "@reddit-crawler/crawl-status/adapters/sns-finish-topic";
import { createCrawlTallies } from "@reddit-crawler/crawl-status/crawl-tally";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { systemClock } from "@reddit-crawler/function-runtime/clock";
import type { Environment } from "@reddit-crawler/function-runtime/environment";
import { PermanentError } from "@reddit-crawler/function-runtime/errors";
import { createLog, type Log } from "@reddit-crawler/function-runtime/log";
import { createOutboundHttp } from "@reddit-crawler/function-runtime/http/create-outbound-http";
import { mediaHosts } from "@reddit-crawler/media-hosts";
import { downloadJobSchema } from "@reddit-crawler/message-schema";
import type { Context } from "aws-lambda";
import * as z from "zod/mini";

import { createS3HostRests } from "./adapters/s3-cooldowns.ts";
import { createS3KnownPictures } from "./adapters/s3-known-pictures.ts";
import { createS3PageAnswers } from "./adapters/s3-page-answers.ts";
import { createS3PictureStore } from "./adapters/s3-picture-store.ts";
import { createS3PostRecords } from "./adapters/s3-post-records.ts";
import { createSqsPostQueue } from "./adapters/sqs-post-queue.ts";
import { parseConfig, type Config } from "./config.ts";
import { handleJob, type HandleJobPorts, type JobEnd } from "./job/handle-job.ts";
import { cautiousPace, politeTurns } from "./hosts/pace.ts";
import { sharedRests, type HostRests } from "./hosts/cooldowns.ts";

/** The part of the function that a simulation replaces. */
export type WorkerPorts = Omit<
  HandleJobPorts,
  "log" | "maxPictureBytes" | "maxReceiveCount" | "keys" | "turns"
> & {
  /** What other workers learned of hosts. */
  hostRests: HostRests;
  /** Another log than the one on standard output. */
  log?: Log;
};

/** What of Lambda's context the worker reads. */
export type RemainingTime = Pick<Context, "getRemainingTimeInMillis">;

/**
 * The download-worker for this environment. `portsFor` gives it its way out; by default AWS and the internet.
 * @throws {ConfigError} when the environment is incomplete.
 */
export function createHandler(
  env: Environment,
  portsFor: (config: Config, log: Log) => WorkerPorts = awsPorts,
): (event: unknown, context: RemainingTime) => Promise<{ end: JobEnd }> {
  // Runs once in a cold start.
  const config = parseConfig(env);
  const ownLog = createLog({
    service: "download-worker",
    functionName: config.AWS_LAMBDA_FUNCTION_NAME,
    level: config.LOG_LEVEL,
  });
  const given = portsFor(config, ownLog);
  const { clock, hosts, hostRests } = given;
  const paceOf = (url: URL) => hosts.hostOf(url)?.pace ?? cautiousPace;
  const ports: HandleJobPorts = {
    log: ownLog,
    ...given,
    turns: sharedRests(politeTurns({ clock, paceOf }), hostRests, clock),
    maxPictureBytes: config.MAX_PICTURE_BYTES,
    maxReceiveCount: config.MAX_RECEIVE_COUNT,
    keys: { imgurClientId: config.IMGUR_CLIENT_ID },
  };

  // Runs for every job: one post message each.
  return async (event, context) => {
    const job = z.safeParse(downloadJobSchema, event);
    if (!job.success) {
      // Without a readable job there is no message to hide: it comes back by itself until it is dead-lettered.
      const reason = z.prettifyError(job.error);
      ports.log.error("poison-job", { reason });
      throw new PermanentError("poison-job", reason);
    }
    return { end: await handleJob(job.data, context.getRemainingTimeInMillis(), ports) };
  };
}

/** AWS and the internet, as this environment reaches them. */
function awsPorts(config: Config, log: Log): WorkerPorts {
  const settings = awsClientSettings("downloadWorker");
  const s3 = new S3Client({
    ...settings,
    forcePathStyle: config.AWS_ENDPOINT_URL !== undefined,
  });
  const objects = s3JsonObjects(s3, config.MEDIA_BUCKET);
  return {
    store: createS3PictureStore(s3, config.MEDIA_BUCKET, log),
    knownPictures: createS3KnownPictures(s3, config.MEDIA_BUCKET),
    pageAnswers: createS3PageAnswers(objects, systemClock, log),
    hostRests: createS3HostRests(objects, systemClock, log),
    records: createS3PostRecords(objects),
    queue: createSqsPostQueue(new SQSClient(settings), config.POST_QUEUE_URL),
    tallies: createCrawlTallies({
      objects,
      topic: createSnsFinishTopic(new SNSClient(settings), config.FINISHED_TOPIC_ARN),
      clock: systemClock,
      random: Math.random,
      log,
    }),
    hosts: mediaHosts(config.MEDIA_HOSTS),
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
    clock: systemClock,
    random: Math.random,
  };
}
