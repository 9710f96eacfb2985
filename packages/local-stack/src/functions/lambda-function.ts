import { randomUUID } from "node:crypto";

import type { StackEvent } from "../stack-event.ts";
import {
  createAsyncInvocations,
  type GivenUpEvent,
  type SucceededEvent,
} from "./async-invocations.ts";
import { createFunctionProcess, type FunctionProcess } from "./function-process.ts";
import type { InvocationOutcome } from "./sandbox-protocol.ts";
import { startSandbox, type SandboxSettings } from "./sandbox.ts";

/** A function of the stack, running. */
export interface LambdaFunction {
  logicalId: string;
  name: string;
  arn: string;
  /** Works on one event now. */
  invoke: (payload: string) => Promise<InvocationOutcome>;
  /** Puts an event into Lambda's queue, which attempts it as often as the template says. Returns the request id. */
  invokeAsync: (payload: string) => string;
  /** Asynchronous events that wait for a place. */
  waiting: () => number;
  /** Whether an event is worked on. */
  isBusy: () => boolean;
  /** Starts its process, as provisioned concurrency does on Lambda; otherwise it starts with the first event. */
  warm: FunctionProcess["warm"];
  pids: () => number[];
  /** Kills whatever runs and forgets whatever waits. */
  stop: () => Promise<void>;
}

/** What a function is, and who gets its lines and events. */
export interface LambdaFunctionOptions {
  logicalId: string;
  name: string;
  sandbox: SandboxSettings;
  /** How many events may run at the same time; with 0 none ever does. */
  places: number;
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  speedup: number;
  onLine: (line: string) => void;
  onEvent: (event: StackEvent) => void;
  /** An asynchronous event is done. */
  onSucceeded: (event: SucceededEvent) => void;
  /** An asynchronous event has no attempt left. */
  onGivenUp: (event: GivenUpEvent) => void;
}

/** A function whose process starts with its first event, and takes as many at a time as there are places. */
export function createLambdaFunction(options: LambdaFunctionOptions): LambdaFunction {
  const { logicalId } = options;
  let stopped = false;
  // What is cut off by the end of the stack has not failed.
  const onEvent = (event: StackEvent) => {
    if (!stopped) options.onEvent(event);
  };
  const process = createFunctionProcess({
    places: options.places,
    start: () => {
      const sandbox = startSandbox(options.sandbox, options.onLine);
      if (sandbox.pid !== undefined)
        onEvent({ type: "sandbox-started", function: logicalId, pid: sandbox.pid });
      return sandbox;
    },
  });

  const invoke = async (requestId: string, payload: string): Promise<InvocationOutcome> => {
    const startedAtMs = performance.now();
    const running = process.run({ requestId, payload });
    if (!running) return { kind: "throttled" };
    onEvent({ type: "invoked", function: logicalId, requestId });
    const result = await running;
    // Once the caller knows how this event ended.
    setImmediate(queue.pump);
    const ended = { function: logicalId, requestId, durationMs: performance.now() - startedAtMs };
    if (result.kind === "done") {
      onEvent({ type: "succeeded", ...ended });
      return { kind: "success", payload: result.payload };
    }
    const { error } = result;
    const text = `${error.errorType}: ${error.errorMessage}`;
    onEvent({
      type: result.kind === "died" && result.timedOut ? "timed-out" : "failed",
      ...ended,
      error: text,
    });
    if (result.kind === "died" && !stopped) options.onLine(text);
    return { kind: "error", error };
  };

  const queue = createAsyncInvocations({
    maximumRetryAttempts: options.maximumRetryAttempts,
    // With no place at all an event goes to its failure queue at once, as on AWS.
    maximumEventAgeSeconds: options.places === 0 ? 0 : options.maximumEventAgeSeconds,
    speedup: options.speedup,
    hasRoom: process.hasRoom,
    invoke,
    onThrottled: (requestId) => onEvent({ type: "throttled", function: logicalId, requestId }),
    onRetry: (requestId, pauseMs, { errorType, errorMessage }) =>
      onEvent({
        type: "retrying",
        function: logicalId,
        requestId,
        pauseMs,
        error: `${errorType}: ${errorMessage}`,
      }),
    onSucceeded: options.onSucceeded,
    onGivenUp: options.onGivenUp,
  });

  return {
    logicalId,
    name: options.name,
    arn: options.sandbox.functionArn,
    invoke: async (payload) => {
      const requestId = randomUUID();
      const outcome = await invoke(requestId, payload);
      if (outcome.kind === "throttled")
        onEvent({ type: "throttled", function: logicalId, requestId });
      return outcome;
    },
    invokeAsync: queue.add,
    waiting: queue.waiting,
    isBusy: process.isBusy,
    warm: process.warm,
    pids: process.pids,
    stop: async () => {
      stopped = true;
      queue.stop();
      await process.stop();
    },
  };
}

/** Finds a function by any form of its name that Lambda takes; the version can only be `$LATEST`. */
export type FindFunction = (nameOrArn: string) => LambdaFunction | undefined;

/** Name, partial ARN (`<account>:function:<name>`) or ARN, each with or without `:$LATEST`. */
const reference = /^(?:(?:arn:[\w-]+:lambda:[\w-]+:)?(?:\d+:)?function:)?([\w-]+)(?::\$LATEST)?$/;

/** A finder over the functions of a stack. */
export function functionFinder(functions: readonly LambdaFunction[]): FindFunction {
  return (nameOrArn) => {
    const [, name] = reference.exec(nameOrArn) ?? [];
    return functions.find((candidate) => candidate.name === name);
  };
}
