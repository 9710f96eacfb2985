import { existsSync } from "node:fs";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import type * as z from "zod/mini";

import type { FailureQueues } from "../emulator/failure-queues.ts";
import {
  invokeDefaults,
  lambdaEventInvokeConfig,
  lambdaFunctionType,
  type LambdaFunctionProperties,
} from "../resources/lambda.ts";
import type { StackEvent } from "../stack-event.ts";
import type { ResolvedStack } from "../template/resolve-stack.ts";
import type { Resource } from "../template/resource-type.ts";
import { TemplateError } from "../template/template-error.ts";
import { destinationRecord } from "./destination-record.ts";
import { functionEnvironment } from "./function-environment.ts";
import { createLambdaFunction, type LambdaFunction } from "./lambda-function.ts";
import type { SandboxSettings } from "./sandbox.ts";
import { unpackCode } from "./unpack-code.ts";

/** Where functions come from, what they get, and who gets their lines and events. */
export interface FunctionsOptions {
  /** The zip of each S3 key that the template's functions name as their code, or the folder that it was unpacked to. */
  artifacts: Readonly<Record<string, string>>;
  folder: string;
  endpointUrl: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  network: Readonly<Record<string, string>>;
  path: string;
  speedup: number;
  /** The most events of one function at a time. */
  mostConcurrent: number;
  failureQueues: FailureQueues;
  onLog: (entry: { function: string; line: string }) => void;
  onEvent: (event: StackEvent) => void;
}

/** Places of a function that reserves nothing: as many as a new account at AWS has for all such functions together. */
const unreservedPlaces = 10;

/**
 * Unpacks and prepares every function of the stack; no process starts yet.
 * @throws {TemplateError} listing missing zips and references to functions and queues that are not there.
 */
export async function createFunctions(
  stack: ResolvedStack,
  options: FunctionsOptions,
): Promise<LambdaFunction[]> {
  const resources = stack.resourcesOf(lambdaFunctionType);
  const configs = stack.resourcesOf(lambdaEventInvokeConfig);
  const problems = [
    ...resources.flatMap((resource) => functionProblems(resource, options)),
    ...configs.flatMap(({ logicalId, properties: { FunctionName, DestinationConfig } }) => {
      const destinations = Object.entries(DestinationConfig ?? {});
      return [
        ...(resources.some((resource) => isNamed(resource, FunctionName))
          ? []
          : [`${logicalId}: the stack has no function ${FunctionName}`]),
        ...destinations.flatMap(([when, destination]) =>
          destination === undefined || options.failureQueues.has(destination.Destination)
            ? []
            : [
                `${logicalId}: the stack has no queue ${destination.Destination} for ${when}; other destinations are not run`,
              ],
        ),
      ];
    }),
  ];
  if (problems.length > 0) throw new TemplateError(problems);

  await rm(options.folder, { recursive: true, force: true });
  await mkdir(options.folder, { recursive: true });
  return Promise.all(
    resources.map(async (resource) => {
      const artifact = options.artifacts[resource.properties.Code.S3Key] ?? "";
      const staysThere = (await stat(artifact)).isDirectory();
      const folder = staysThere ? artifact : join(options.folder, resource.logicalId);
      if (!staysThere) await unpackCode(artifact, folder);
      const config = configs.find(({ properties }) => isNamed(resource, properties.FunctionName));
      return createFunction(resource, config?.properties, { folder, staysThere }, options);
    }),
  );
}

type Config = z.output<typeof lambdaEventInvokeConfig.properties>;

function createFunction(
  { logicalId, name, identity, properties }: Resource<LambdaFunctionProperties>,
  config: Config | undefined,
  code: Pick<SandboxSettings, "folder" | "staysThere">,
  options: FunctionsOptions,
): LambdaFunction {
  const functionArn = identity.attributes["Arn"] ?? "";
  const places = Math.min(
    properties.ReservedConcurrentExecutions ?? unreservedPlaces,
    options.mostConcurrent,
  );
  return createLambdaFunction({
    logicalId,
    name,
    sandbox: {
      ...code,
      handler: properties.Handler,
      functionArn,
      environment: functionEnvironment({
        ...options,
        name,
        folder: code.folder,
        properties,
        places,
      }),
      memoryMb: properties.MemorySize,
      timeoutSeconds: properties.Timeout,
    },
    places,
    maximumRetryAttempts: config?.MaximumRetryAttempts ?? invokeDefaults.retryAttempts,
    maximumEventAgeSeconds: config?.MaximumEventAgeInSeconds ?? invokeDefaults.eventAgeSeconds,
    speedup: options.speedup,
    onLine: (line) => options.onLog({ function: logicalId, line }),
    onEvent: options.onEvent,
    onSucceeded: (event) => {
      const destination = config?.DestinationConfig?.OnSuccess?.Destination;
      if (destination !== undefined)
        options.failureQueues.send(destination, destinationRecord(event, functionArn, new Date()));
    },
    onGivenUp: (event) => {
      const { requestId, condition } = event;
      const error = event.error
        ? `${event.error.errorType}: ${event.error.errorMessage}`
        : condition;
      const queueArn = config?.DestinationConfig?.OnFailure?.Destination;
      options.onLog({
        function: logicalId,
        line: `Gave up event ${requestId} (${condition}): ${error}`,
      });
      options.onEvent({
        type: "given-up",
        function: logicalId,
        requestId,
        payload: JSON.parse(event.payload),
        error,
        keptIn: queueArn === undefined ? [] : [queueArn],
      });
      if (queueArn === undefined) return;
      options.failureQueues.send(queueArn, destinationRecord(event, functionArn, new Date()));
      options.onEvent({ type: "dead-lettered", function: logicalId, queueArn, reason: error });
    },
  });
}

function functionProblems(
  { logicalId, properties: { Code } }: Resource<LambdaFunctionProperties>,
  { artifacts }: FunctionsOptions,
): string[] {
  const zip = artifacts[Code.S3Key];
  if (zip === undefined) return [`${logicalId}: no artifact was given for its S3Key ${Code.S3Key}`];
  return existsSync(zip) ? [] : [`${logicalId}: its zip ${zip} is missing`];
}

function isNamed({ name, identity }: Resource<unknown>, nameOrArn: string): boolean {
  return nameOrArn === name || nameOrArn === identity.attributes["Arn"];
}
