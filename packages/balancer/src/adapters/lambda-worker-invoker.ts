import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

import type { WorkerInvoker } from "../dispatch-posts.ts";

/** Two tries of 4 s: a third would reach into the time that the worker has before its message is visible again. */
function lambdaClient(): LambdaClient {
  return new LambdaClient({
    maxAttempts: 2,
    cacheMiddleware: true,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 4000, throwOnRequestTimeout: true },
  });
}

/** Starts the function `functionName` without waiting for it: Lambda's 202 means that it will run. */
export function createLambdaWorkerInvoker(
  functionName: string,
  client = lambdaClient(),
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
