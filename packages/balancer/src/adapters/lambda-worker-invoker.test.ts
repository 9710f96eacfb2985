import { InvokeCommand, LambdaClient, LambdaServiceException } from "@aws-sdk/client-lambda";
import { downloadJobSchema } from "@reddit-crawler/message-schema";
import { contracts } from "@reddit-crawler/message-schema/contracts/contracts";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";

import { createLambdaWorkerInvoker } from "./lambda-worker-invoker.ts";

const lambda = mockClient(LambdaClient);
const workers = createLambdaWorkerInvoker("worker", new LambdaClient({ region: "us-east-1" }));
const job = downloadJobSchema.parse(contracts["download-job"].examples[0]);

beforeEach(() => lambda.reset());

test("invokes the worker asynchronously with the job as JSON", async () => {
  lambda.on(InvokeCommand).resolves({ StatusCode: 202 });
  await workers.invoke(job);
  const [call, ...others] = lambda.commandCalls(InvokeCommand);
  const { Payload, ...rest } = call?.args[0].input ?? {};
  expect(rest).toEqual({ FunctionName: "worker", InvocationType: "Event" });
  expect(JSON.parse(Buffer.from(Payload as Uint8Array).toString())).toEqual(job);
  expect(others).toEqual([]);
});

const failure = (httpStatusCode: number | undefined, attempts: number) =>
  new LambdaServiceException({
    name: "any",
    $fault: "server",
    $metadata: { attempts, ...(httpStatusCode !== undefined && { httpStatusCode }) },
  });

test("counts each request before an accepted one as one that may run", async () => {
  lambda.on(InvokeCommand).resolves({ StatusCode: 202, $metadata: { attempts: 2 } });
  expect(await workers.invoke(job)).toEqual({ kind: "accepted", mayRun: 2 });
});

test.each([
  ["429", failure(429, 1), 0],
  ["429 after no answer", failure(429, 2), 1],
  ["503", failure(503, 2), 2],
  ["no answer", failure(undefined, 2), 2],
  ["an error of the client's own", new Error("socket hang up"), 1],
])("says after %s how many events Lambda may have taken", async (_, error, mayRun) => {
  lambda.on(InvokeCommand).rejects(error);
  expect(await workers.invoke(job)).toEqual({ kind: "refused", mayRun, error });
});
