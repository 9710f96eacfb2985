import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

import * as awsClientLimits from "@reddit-crawler/function-runtime/aws-client-limits";
import { awsClientSettings } from "@reddit-crawler/function-runtime/aws-clients";

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
      await client.send(
        new InvokeCommand({
          FunctionName: functionName,
          InvocationType: "Event",
          Payload: Buffer.from(JSON.stringify(job)),
        }),
      );
    },
  };
}
