import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { createLambdaWorkerInvoker } from "@reddit-crawler/balancer/adapters/lambda-worker-invoker";
import { createSqsPostQueue } from "@reddit-crawler/balancer/adapters/sqs-post-queue";
import { createSqsWorkerEnds } from "@reddit-crawler/balancer/adapters/sqs-worker-ends";
import type { DispatchPorts } from "@reddit-crawler/balancer/dispatch-posts";
import { s3JsonObjects } from "@reddit-crawler/bucket/adapters/s3-json-objects";
import { createHandler } from "@reddit-crawler/balancer/handler";

import { downloadJobSchema } from "@reddit-crawler/message-schema";

import type { StageHandler } from "../aws/lambda-function.ts";
import { lambdaClient } from "../aws/other-clients.ts";
import { s3Client } from "../aws/s3-client.ts";
import { sqsClient } from "../aws/sqs-client.ts";
import { workerEndsClient } from "../aws/worker-ends.ts";
import type { Cloud } from "../cloud.ts";
import type { FunctionProcess } from "../function-process.ts";

/** The balancer of one cold start. */
export function bootBalancer(process: FunctionProcess, cloud: Cloud): StageHandler {
  const { environment } = cloud.deployment.functions.balancer;
  const handler = createHandler(environment, (config) => {
    const sqs = sqsClient(process, cloud.queue, awsClientLimits.balancerQueue);
    const ends = workerEndsClient(process, cloud.workerEnds, awsClientLimits.balancerQueue);
    const s3 = s3Client(process, cloud.bucket, awsClientLimits.balancerQueue, cloud.s3Changes);
    const lambda = lambdaClient(process, cloud.worker, awsClientLimits.balancerInvoke, {
      isRefused: cloud.isWorkerRefused,
      onTaken: (payload) => cloud.posts.jobTaken(downloadJobSchema.parse(payload)),
    });
    const ports: DispatchPorts = {
      queue: createSqsPostQueue(config.POST_QUEUE_URL, sqs),
      workers: createLambdaWorkerInvoker(config.DOWNLOAD_WORKER_FUNCTION, lambda, process.clock),
      ends: createSqsWorkerEnds(config.WORKER_ENDS_QUEUE_URL, ends),
      objects: s3JsonObjects(s3, config.MEDIA_BUCKET),
      clock: process.clock,
      log: process.log(),
    };
    const deleteMessage = (handle: string) => cloud.queue.delete(handle, process.name);
    return cloud.mutation?.balancer?.(ports, { deleteMessage, process }) ?? ports;
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing reads the schedule's event
  return (event, context) => handler(event as Parameters<typeof handler>[0], context);
}
