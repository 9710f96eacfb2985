import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";
import { statusOf } from "@reddit-crawler/function-runtime/aws-errors";

import type { WorkerInvoker } from "../dispatch-posts.ts";

/** Starts the function `functionName` without waiting for it: Lambda's 202 means that it will run. */
export function createLambdaWorkerInvoker(
  functionName: string,
  client = new LambdaClient({
    ...awsClientSettings(awsClientLimits.balancerInvoke),
    cacheMiddleware: true,
  }),
): WorkerInvoker {
  return {
    async invoke(job) {
      const command = new InvokeCommand({
        FunctionName: functionName,
        InvocationType: "Event",
        Payload: Buffer.from(JSON.stringify(job)),
      });
      try {
        const { $metadata } = await client.send(command);
        return { kind: "accepted", mayRun: $metadata.attempts ?? 1 };
      } catch (error) {
        const status = statusOf(error) ?? 500;
        const attempts = Number(Object(Object(error).$metadata).attempts ?? 1);
        // Of the last request the answer is known: 4xx says that nothing was taken.
        return { kind: "refused", mayRun: status < 500 ? attempts - 1 : attempts, error };
      }
    },
  };
}
