import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { statusOf } from "@reddit-crawler/function-runtime/aws-errors";
import { systemClock, type Clock } from "@reddit-crawler/function-runtime/clock";
import type { DownloadJob } from "@reddit-crawler/message-schema";

import type { Invocation, WorkerInvoker } from "../dispatch-posts.ts";

const tooManyRequests = 429;
/** Milliseconds; chosen: Lambda's request rate counts by the second, and all of a round wait. */
const throttlePauseMs = 200;

/**
 * Starts the function `functionName` without waiting for it: Lambda's 202 means that it will run. A request that Lambda
 * throttled is sent once more; one without an answer may run already, and is not.
 */
export function createLambdaWorkerInvoker(
  functionName: string,
  client = new LambdaClient({
    ...awsClientSettings(awsClientLimits.balancerInvoke),
    cacheMiddleware: true,
  }),
  clock: Clock = systemClock,
): WorkerInvoker {
  const attempt = async (job: DownloadJob): Promise<Invocation> => {
    try {
      await client.send(
        new InvokeCommand({
          FunctionName: functionName,
          InvocationType: "Event",
          Payload: Buffer.from(JSON.stringify(job)),
        }),
      );
      return { kind: "accepted" };
    } catch (error) {
      const status = statusOf(error);
      const isRefused = status !== undefined && status < 500;
      return { kind: isRefused ? "refused" : "unanswered", error };
    }
  };
  return {
    async invoke(job) {
      const first = await attempt(job);
      if (first.kind !== "refused" || statusOf(first.error) !== tooManyRequests) return first;
      await clock.sleep(throttlePauseMs);
      return attempt(job);
    },
  };
}
