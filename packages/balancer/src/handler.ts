import { S3Client } from "@aws-sdk/client-s3";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { systemClock, type Clock } from "@reddit-crawler/function-runtime/clock";
import { parseEnvironment, type Environment } from "@reddit-crawler/function-runtime/environment";
import { invocationFields } from "@reddit-crawler/function-runtime/invocation";
import { createLog } from "@reddit-crawler/function-runtime/log";
import type { Context, ScheduledEvent } from "aws-lambda";

import { createLambdaWorkerInvoker } from "./adapters/lambda-worker-invoker.ts";
import { createSqsPostQueue } from "./adapters/sqs-post-queue.ts";
import { createSqsWorkerEnds } from "./adapters/sqs-worker-ends.ts";
import { configSchema, type Config } from "./config.ts";
import type { DispatchPorts, DispatchSummary } from "./dispatch-posts.ts";
import { runRound } from "./run-round.ts";

/** The function behind the schedule; what its event says does not matter. It rejects when the queue cannot be read. */
export type BalancerHandler = (
  event: ScheduledEvent,
  context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">,
) => Promise<DispatchSummary>;

/** The handler of one environment. @throws {ConfigError} when a variable is missing or wrong. */
export function createHandler(
  env: Environment,
  portsOf: (config: Config) => DispatchPorts = awsPorts,
): BalancerHandler {
  const config = parseEnvironment(configSchema, env);
  const ports = portsOf(config);

  return async (_event, context) => {
    ports.log.begin(invocationFields(env, context));
    const summary = await runRound(ports, {
      postQueueUrl: config.POST_QUEUE_URL,
      maxConcurrentDownloads: config.MAX_CONCURRENT_DOWNLOADS,
      pollMs: config.QUEUE_POLL_MS,
      visibilityTimeoutSeconds: config.MESSAGE_VISIBILITY_TIMEOUT_SECONDS,
      endsAtMs: endOf(context, ports.clock),
    });
    ports.log.info("round-ended", { ...summary });
    // An empty round counts nothing: CloudWatch bills a metric for each hour in which it has a value.
    if (Object.values(summary).some((count) => count > 0))
      ports.log.metrics({
        PostsWaiting: [summary.waiting, "Count"],
        PostsInFlight: [summary.inFlight, "Count"],
        PostsDispatched: [summary.dispatched, "Count"],
        InvocationsRefused: [summary.refused, "Count"],
        PoisonMessages: [summary.poison, "Count"],
        ...(summary.longestWaitSeconds !== undefined && {
          QueueWait: [summary.longestWaitSeconds, "Seconds"] as const,
        }),
      });
    return summary;
  };
}

/** SQS, Lambda, S3 and this machine's clock. */
function awsPorts(config: Config): DispatchPorts {
  return {
    queue: createSqsPostQueue(config.POST_QUEUE_URL),
    workers: createLambdaWorkerInvoker(config.DOWNLOAD_WORKER_FUNCTION),
    ends: createSqsWorkerEnds(config.WORKER_ENDS_QUEUE_URL),
    objects: s3JsonObjects(
      new S3Client({
        ...awsClientSettings(awsClientLimits.balancerQueue),
        forcePathStyle: config.AWS_ENDPOINT_URL !== undefined,
      }),
      config.MEDIA_BUCKET,
    ),
    clock: systemClock,
    log: createLog({
      service: "balancer",
      functionName: config.AWS_LAMBDA_FUNCTION_NAME,
      level: config.LOG_LEVEL,
    }),
  };
}

function endOf(context: Pick<Context, "getRemainingTimeInMillis">, clock: Clock): number {
  return clock.now() + context.getRemainingTimeInMillis();
}
