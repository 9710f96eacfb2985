import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join, resolve } from "node:path";

import { errorMessage } from "@reddit-crawler/function-runtime/errors";
import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";

import { bucketObjects, type BucketObjects } from "./emulator/bucket-objects.ts";
import { followClock } from "./emulator/clock-jumps.ts";
import { createResources } from "./emulator/create-resources.ts";
import { failureQueues } from "./emulator/failure-queues.ts";
import { queueViews, type QueueViews } from "./emulator/queue-views.ts";
import { takenMessages } from "./emulator/taken-messages.ts";
import { createAwsEndpoint } from "./endpoint/aws-endpoint.ts";
import type { SharedObjectOptions } from "./endpoint/shared-objects.ts";
import { startLoopbackServer, type LoopbackServer } from "./endpoint/loopback-server.ts";
import { endAll } from "./end-all.ts";
import { createFunctions } from "./functions/create-functions.ts";
import { functionFinder } from "./functions/lambda-function.ts";
import { networkEnvironment } from "./functions/function-environment.ts";
import { createGateways } from "./http-api/create-gateways.ts";
import { httpApi } from "./resources/http-api.ts";
import { resourceTypes } from "./resources/resource-types.ts";
import { sqsQueue } from "./resources/sqs-queue.ts";
import type { StackEvent } from "./stack-event.ts";
import { parameterValues } from "./template/parameter-values.ts";
import type { Template } from "./template/template.ts";
import { resolveStack } from "./template/resolve-stack.ts";
import type { Site } from "./template/resource-type.ts";
import { TemplateError } from "./template/template-error.ts";
import { invokePermissions } from "./triggers/invoke-permissions.ts";
import { startQueuePolling } from "./triggers/start-queue-polling.ts";
import { startSchedules } from "./triggers/start-schedules.ts";
import { startSubscriptions } from "./triggers/start-subscriptions.ts";

/** What to run, and who gets its lines and events. */
export interface StackOptions {
  template: Template;
  /** Values of the template's parameters; the others need defaults. */
  parameters: Readonly<Record<string, string>>;
  /**
   * The zip of each S3 key that the template's functions name as their code; or the folder that it was unpacked to, which
   * stays as it is for later runs.
   */
  artifacts: Readonly<Record<string, string>>;
  /** Values of Secrets Manager, by ARN. */
  secrets?: Readonly<Record<string, string>>;
  /** A folder for unpacked functions and the buckets' longer objects, of this run alone. */
  workDir: string;
  /** Schedules run and failed events are retried this many times faster than on AWS; 60 where nothing is said. */
  speedup?: number;
  /** The most events of one function at a time, whatever the template reserves; asynchronous events beyond them wait. */
  mostConcurrent?: number;
  /** The functions whose processes start with the stack, by logical id, two at a time; others start with an event. */
  provisioned?: readonly string[];
  /** The port of the HTTP API; a free one where nothing is said. */
  apiPort?: number;
  /** Proxy and certificate variables of the functions; this process's own where nothing is said. */
  network?: Readonly<Record<string, string>>;
  /** Objects that this stack shares with others of this machine; none where nothing is said. */
  sharedObjects?: SharedObjectOptions;
  /** Gets every line that a function writes, and what the stack reports about it; `function` is a logical id. */
  onLog: (entry: { function: string; line: string }) => void;
  onEvent?: ((event: StackEvent) => void) | undefined;
}

/** A stack that runs on this machine, on 127.0.0.1 only. */
export interface RunningStack extends QueueViews {
  /** The template's outputs. */
  outputs: Readonly<Record<string, string>>;
  /** The address of every AWS service, for SDK clients; S3 needs `forcePathStyle` where it is no IP address. */
  endpointUrl: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  functions: () => { logicalId: string; pids: number[] }[];
  /** A bucket's objects, by the bucket's name: for this process, without a connection. */
  objectsOf: (bucketName: string) => BucketObjects;
  /** Ends every process and server that the stack started, whatever they do. @throws afterwards what could not be ended. */
  stop: () => Promise<void>;
}

const region = "us-east-1";
/** fauxqs's own. */
const accountId = "000000000000";
const defaultSpeedup = 60;
/** Processes of provisioned functions: more would only share the cores with those that are wanted first. */
const startsAtOnce = 2;

/**
 * Runs a CloudFormation template on this machine.
 * @throws {TemplateError} listing everything in it that cannot be run; nothing is left running then.
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const { template } = options;
  const parameters = parameterValues(template.Parameters, options.parameters);
  // Known to this run's clients and functions only: another program on this machine may reach the port as well.
  const credentials = {
    accessKeyId: `LOCAL${randomBytes(16).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(32).toString("base64url"),
  };
  const running: (() => unknown)[] = [];
  let ending: Promise<void> | undefined;
  const stop = () => (ending ??= endAll(running.toReversed()));

  try {
    const workDir = resolve(options.workDir);
    await mkdir(workDir, { recursive: true });
    const endpoint = await startLoopbackServer();
    running.push(endpoint.stop);
    const apis = await startApiServers(template, options.apiPort, running);
    const site: Site = {
      region,
      accountId,
      stackName: "local",
      endpointUrl: endpoint.url,
      apiUrl: (logicalId) => apis.get(logicalId)?.url ?? "",
    };

    const stack = resolveStack(template, parameters, site, resourceTypes);
    const { onLog, onEvent = () => {}, speedup = defaultSpeedup } = options;
    // fauxqs is loaded below, before anything can be sent to a function.
    const failures = failureQueues(stack, {
      sendMessage: (...message) => fauxqs.sendMessage(...message),
    });
    const functions = await createFunctions(stack, {
      artifacts: options.artifacts,
      folder: join(workDir, "functions"),
      endpointUrl: endpoint.url,
      region,
      credentials,
      network: options.network ?? networkEnvironment(process.env),
      path: process.env["PATH"] ?? "",
      speedup,
      mostConcurrent: options.mostConcurrent ?? Infinity,
      failureQueues: failures,
      onLog,
      onEvent,
    });
    running.push(() => Promise.all(functions.map((each) => each.stop())));
    const provisioned = (options.provisioned ?? []).flatMap((logicalId) =>
      functions.filter((each) => each.logicalId === logicalId),
    );
    const warmed = inParallel(startsAtOnce, provisioned, (each) => each.warm()).catch(
      (error: unknown) =>
        onLog({ function: "stack", line: `Not every process started: ${String(error)}` }),
    );
    // Only now: it takes as long to load as the first functions do, on other cores.
    const { startLoopbackFauxqs } = await import("./emulator/loopback-fauxqs.ts");
    const s3Folder = await mkdtemp(join(workDir, "s3-"));
    running.unshift(() => rm(s3Folder, { recursive: true, force: true }));
    const { fauxqs, fastify, objects } = await startLoopbackFauxqs({ region, s3Folder });
    running.unshift(() => fauxqs.stop());
    createResources(stack, fauxqs);

    const findFunction = functionFinder(functions);
    const queues = stack.resourcesOf(sqsQueue);
    const queueNames = queues.map(({ name }) => name);
    const taken = takenMessages(fauxqs, fastify);
    const clock = followClock(queueNames, { fauxqs, fastify, onLog });
    running.push(clock.stop);
    const wiring = {
      fauxqs,
      fastify,
      site,
      speedup,
      onLog,
      onEvent,
      findFunction,
      mayInvoke: invokePermissions(stack, findFunction),
      warmed,
      failureQueues: failures,
      taken,
      settleClock: clock.settle,
    };
    endpoint.handle(
      createAwsEndpoint({
        fauxqs,
        fastify,
        secrets: new Map(Object.entries(options.secrets ?? {})),
        accessKeyId: credentials.accessKeyId,
        findFunction,
        queueNames,
        taken,
        sharedObjects: options.sharedObjects,
        onRequest: (request) => onEvent({ type: "aws-request", ...request }),
      }),
    );
    for (const [logicalId, gateway] of createGateways(stack, wiring))
      apis.get(logicalId)?.handle(gateway);
    running.push(...startSubscriptions(stack, wiring));
    running.push(...startQueuePolling(stack, wiring));
    running.push(...startSchedules(stack, wiring));

    return {
      outputs: stack.outputs,
      endpointUrl: endpoint.url,
      region,
      credentials,
      functions: () => functions.map(({ logicalId, pids }) => ({ logicalId, pids: pids() })),
      ...queueViews(queues, fauxqs, taken),
      objectsOf: (bucketName) => bucketObjects(objects, bucketName, fastify),
      stop,
    };
  } catch (error) {
    // What cannot be ended must not hide why the stack did not start.
    await stop().catch((unended: unknown) => {
      const errors = [error, unended];
      throw new AggregateError(errors, errors.map(errorMessage).join("; "), { cause: error });
    });
    throw error;
  }
}

/** A server for every HTTP API, before anything is evaluated: the template may ask for their addresses. */
async function startApiServers(
  template: Template,
  apiPort: number | undefined,
  running: (() => unknown)[],
): Promise<Map<string, LoopbackServer>> {
  const apis = Object.entries(template.Resources).filter(([, { Type }]) => Type === httpApi.type);
  if (apis.length > 1 && apiPort !== undefined)
    throw new TemplateError([`apiPort is for one HTTP API, but the template has ${apis.length}`]);
  const servers = new Map<string, LoopbackServer>();
  for (const [logicalId] of apis) {
    const server = await startLoopbackServer(apiPort);
    running.push(server.stop);
    servers.set(logicalId, server);
  }
  return servers;
}
