import { join } from "node:path";

import type { FailureQueues } from "@reddit-crawler/local-stack/emulator/failure-queues";
import { createInvokeApi, isLambdaPath } from "@reddit-crawler/local-stack/endpoint/invoke-api";
import { startLoopbackServer } from "@reddit-crawler/local-stack/endpoint/loopback-server";
import { createFunctions } from "@reddit-crawler/local-stack/functions/create-functions";
import {
  functionFinder,
  type LambdaFunction,
} from "@reddit-crawler/local-stack/functions/lambda-function";
import { lambdaEventSourceMapping } from "@reddit-crawler/local-stack/resources/lambda";
import { resourceTypes } from "@reddit-crawler/local-stack/resources/resource-types";
import { s3Bucket } from "@reddit-crawler/local-stack/resources/s3-bucket";
import { eventsRule } from "@reddit-crawler/local-stack/resources/schedules";
import { sqsQueue } from "@reddit-crawler/local-stack/resources/sqs-queue";
import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import {
  parameterDefaults,
  parameterValues,
} from "@reddit-crawler/local-stack/template/parameter-values";
import {
  resolveStack,
  type ResolvedStack,
} from "@reddit-crawler/local-stack/template/resolve-stack";
import { startSchedule } from "@reddit-crawler/local-stack/triggers/start-schedules";
import * as z from "zod/mini";

import { stages, zipOf } from "../stages.ts";
import { createResources } from "./create-resources.ts";
import { emulatorAccount, emulatorCredentials, type Emulator } from "./emulator-client.ts";
import { startPolling } from "./poll-queue.ts";

/** The template on an emulator not written here: its SNS, SQS, S3 and Secrets Manager, the zips in local processes. */
export interface EmulatedStack {
  /** `POST /crawls` by the api-endpoint's zip. Returns the crawl's id. */
  orderCrawl(order: object): Promise<string>;
  /** The media bucket. */
  bucket: string;
  /** @throws {AggregateError} afterwards with what went wrong between the emulator and the functions meanwhile. */
  stop(): Promise<void>;
}

/** Of events; a minute of the schedule is a second, as on the local stack. */
const speedup = 60;
const tickMs = 60_000 / speedup;
const region = "us-east-1";
let stacks = 0;

/** Creates the template's resources on `emulator` and runs the zips, `places` workers at once. */
export async function startEmulatedStack(
  emulator: Emulator,
  options: { folder: string; places: number; network: Readonly<Record<string, string>> },
): Promise<EmulatedStack> {
  const { folder, places, network } = options;
  // Names of their own, so that an emulator may outlast a run.
  const stackName = `bench-${process.pid}-${(stacks += 1)}`;
  const { ARN } = z.parse(
    z.object({ ARN: z.string() }),
    await emulator.call("secretsmanager", "CreateSecret", {
      Name: stackName,
      SecretString: JSON.stringify({ client_id: "id", client_secret: "secret" }),
    }),
  );
  const endpoint = await startLoopbackServer();
  const stack = resolve(stackName, endpoint.url, { places, secretArn: ARN });
  await createResources(emulator, stack);

  const problems: Error[] = [];
  const report = (what: string) => (error: unknown) =>
    void problems.push(new Error(`${what}: ${String(error)}`, { cause: error }));
  const sendings: Promise<void>[] = [];
  const functions = await createFunctions(stack, {
    artifacts: Object.fromEntries(stages.map((stage) => [stage, zipOf(stage)])),
    folder: join(folder, "functions"),
    endpointUrl: endpoint.url,
    region,
    credentials: emulatorCredentials,
    network,
    path: process.env["PATH"] ?? "",
    speedup,
    mostConcurrent: places,
    failureQueues: queuesOf(emulator, stack, (sending) =>
      sendings.push(sending.then(() => undefined, report("a destination got no record"))),
    ),
    onLog: () => {},
    onEvent: () => {},
  });
  const find = functionFinder(functions);
  const invoke = createInvokeApi(find);
  endpoint.handle((request, response) =>
    isLambdaPath(request.url ?? "/")
      ? invoke(request, response)
      : emulator.forward(request, response),
  );
  const triggers = [
    ...polls(emulator, stack, find, report("polling ended")),
    ...schedules(stack, find),
  ];
  return {
    bucket: named(stack.resourcesOf(s3Bucket), "MediaBucket").identity.ref,
    orderCrawl: (order) => orderCrawl(named(functions, "ApiEndpointFunction"), order),
    stop: async () => {
      for (const stop of triggers) stop();
      await Promise.all(functions.map((each) => each.stop()));
      await endpoint.stop();
      await Promise.all(sendings);
      if (problems.length > 0) throw new AggregateError(problems, problems.join("; "));
    },
  };
}

function resolve(
  stackName: string,
  endpointUrl: string,
  { places, secretArn }: { places: number; secretArn: string },
): ResolvedStack {
  const template = readTemplate();
  const artifacts = Object.entries(parameterDefaults(template.Parameters))
    .filter(([, byDefault]) => byDefault === undefined)
    .map(([name]) => [name, stageOf(name) ?? name]);
  const parameters = parameterValues(template.Parameters, {
    ...Object.fromEntries(artifacts),
    ApiAuthorization: "NONE",
    MaxConcurrentDownloads: String(places),
    RedditCredentialsSecretArn: secretArn,
  });
  const site = {
    region,
    accountId: emulatorAccount,
    stackName,
    endpointUrl,
    apiUrl: () => "http://api.invalid",
  };
  return resolveStack(template, parameters, site, resourceTypes);
}

/** The stage of the parameter `<Stage>Artifact`. */
function stageOf(parameter: string): string | undefined {
  const plain = (name: string) => name.replaceAll("-", "").toLowerCase();
  return stages.find((stage) => `${plain(stage)}artifact` === parameter.toLowerCase());
}

/** The emulator's queues as destinations of asynchronous events. */
function queuesOf(
  emulator: Emulator,
  stack: ResolvedStack,
  sending: (message: Promise<unknown>) => void,
): FailureQueues {
  const urls = new Map(
    stack.resourcesOf(sqsQueue).map(({ identity }) => [identity.attributes["Arn"], identity.ref]),
  );
  return {
    has: (queueArn) => urls.has(queueArn),
    send: (queueArn, MessageBody) =>
      sending(emulator.call("sqs", "SendMessage", { QueueUrl: urls.get(queueArn), MessageBody })),
  };
}

type Find = ReturnType<typeof functionFinder>;

function polls(
  emulator: Emulator,
  stack: ResolvedStack,
  find: Find,
  onBroken: (error: unknown) => void,
): (() => void)[] {
  return stack.resourcesOf(lambdaEventSourceMapping).flatMap(({ properties }) => {
    const { EventSourceArn: queueArn, FunctionName, ScalingConfig } = properties;
    const target = find(FunctionName);
    const queue = stack
      .resourcesOf(sqsQueue)
      .find(({ identity }) => identity.attributes["Arn"] === queueArn);
    if (!target || !queue) throw new Error(`the stack has no ${FunctionName} or ${queueArn}`);
    const lanes = ScalingConfig?.MaximumConcurrency ?? 1;
    return Array.from({ length: lanes }, () =>
      startPolling(emulator, { queueUrl: queue.identity.ref, queueArn, target, onBroken }),
    );
  });
}

function schedules(stack: ResolvedStack, find: Find): (() => void)[] {
  return stack.resourcesOf(eventsRule).flatMap(({ properties }) =>
    properties.Targets.map(({ Arn }) => {
      const target = find(Arn);
      if (!target) throw new Error(`the stack has no ${Arn}`);
      return startSchedule(target, tickMs, () => "{}", Promise.resolve());
    }),
  );
}

/** API Gateway's event of `POST /crawls`. @throws {Error} with the answer when it is none with a crawl's id. */
async function orderCrawl(api: LambdaFunction, order: object): Promise<string> {
  const event = {
    version: "2.0",
    routeKey: "POST /crawls",
    rawPath: "/crawls",
    headers: { "content-type": "application/json" },
    requestContext: {
      domainName: "api.invalid",
      http: { method: "POST", path: "/crawls" },
      requestId: "bench",
      stage: "$default",
    },
    body: JSON.stringify(order),
    isBase64Encoded: false,
  };
  const outcome = await api.invoke(JSON.stringify(event));
  if (outcome.kind !== "success") throw new Error(`POST /crawls: ${JSON.stringify(outcome)}`);
  const { statusCode, body } = z.parse(
    z.object({ statusCode: z.number(), body: z.string() }),
    JSON.parse(outcome.payload),
  );
  if (statusCode !== 201) throw new Error(`POST /crawls answered ${statusCode}: ${body}`);
  return z.parse(z.object({ crawl_id: z.string() }), JSON.parse(body)).crawl_id;
}

/** The one with this logical id. @throws {Error} when there is none. */
function named<Found extends { logicalId: string }>(all: readonly Found[], logicalId: string) {
  const found = all.find((each) => each.logicalId === logicalId);
  if (!found) throw new Error(`the template has no ${logicalId}`);
  return found;
}
