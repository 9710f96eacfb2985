import { randomUUID } from "node:crypto";

import type { FunctionError, InvocationOutcome } from "./sandbox-protocol.ts";

/** An asynchronous event for which no attempt is left. */
export interface GivenUpEvent {
  requestId: string;
  payload: string;
  condition: "RetriesExhausted" | "EventAgeExceeded";
  /** Attempts that ran. */
  invokeCount: number;
  /** How the last attempt failed; undefined when none ran. */
  error: FunctionError | undefined;
}

/** An asynchronous event whose attempt succeeded. */
export interface SucceededEvent {
  requestId: string;
  payload: string;
  condition: "Success";
  /** Attempts that ran, this one included. */
  invokeCount: number;
  /** What the function answered, as JSON. */
  answer: string;
}

/** What the queue needs of its function, and what it reports about its events. */
export interface AsyncInvocationOptions {
  maximumRetryAttempts: number;
  maximumEventAgeSeconds: number;
  /** The pauses before the second and the third attempt are divided by this. */
  speedup: number;
  /** False while every place is taken. */
  hasRoom: () => boolean;
  invoke: (requestId: string, payload: string) => Promise<InvocationOutcome>;
  onThrottled: (requestId: string) => void;
  onRetry: (requestId: string, pauseMs: number, error: FunctionError) => void;
  onSucceeded: (event: SucceededEvent) => void;
  onGivenUp: (event: GivenUpEvent) => void;
}

/** Lambda's queue of asynchronous events in front of one function. */
export interface AsyncInvocations {
  /** Takes an event. Returns its request id. */
  add: (payload: string) => string;
  /** Starts waiting events while there is room; call it whenever a place becomes free. */
  pump: () => void;
  /** Events that wait for a place. */
  waiting: () => number;
  /** Forgets every event. */
  stop: () => void;
}

interface QueuedEvent {
  requestId: string;
  payload: string;
  /** Both in milliseconds of `performance.now()`, which nobody sets. */
  expiresAtMs: number;
  invokeCount: number;
  error: FunctionError | undefined;
  expiry?: NodeJS.Timeout;
}

/** Pauses before the second and the third attempt, https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html. */
const retryPausesMs = [60_000, 120_000];

/**
 * A queue that keeps AWS's rules: a function's error counts as an attempt, and the event is attempted again after 1 and 2
 * minutes; an event
 * that finds no place waits without losing an attempt, until its age ends it.
 */
export function createAsyncInvocations(options: AsyncInvocationOptions): AsyncInvocations {
  const waiting: QueuedEvent[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;

  const later = (pauseMs: number, work: () => void): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, pauseMs);
    timers.add(timer);
    return timer;
  };
  const giveUp = (event: QueuedEvent, condition: GivenUpEvent["condition"]) => {
    const { requestId, payload, invokeCount, error } = event;
    options.onGivenUp({ requestId, payload, condition, invokeCount, error });
  };

  const wait = (event: QueuedEvent) => {
    waiting.push(event);
    pump();
    if (!waiting.includes(event)) return;
    options.onThrottled(event.requestId);
    event.expiry = later(Math.max(0, event.expiresAtMs - performance.now()), () => {
      waiting.splice(waiting.indexOf(event), 1);
      giveUp(event, "EventAgeExceeded");
    });
  };

  const attempt = async (event: QueuedEvent) => {
    const outcome = await options.invoke(event.requestId, event.payload);
    if (stopped) return;
    if (outcome.kind === "throttled") return wait(event);
    event.invokeCount += 1;
    if (outcome.kind === "success") {
      const { requestId, payload, invokeCount } = event;
      const succeeded = { requestId, payload, invokeCount, answer: outcome.payload };
      return options.onSucceeded({ ...succeeded, condition: "Success" });
    }
    event.error = outcome.error;
    const pauseMs = (retryPausesMs[event.invokeCount - 1] ?? 0) / options.speedup;
    if (event.invokeCount > options.maximumRetryAttempts) return giveUp(event, "RetriesExhausted");
    if (performance.now() + pauseMs > event.expiresAtMs) return giveUp(event, "EventAgeExceeded");
    options.onRetry(event.requestId, pauseMs, outcome.error);
    later(pauseMs, () => wait(event));
  };

  const pump = () => {
    while (options.hasRoom()) {
      const event = waiting.shift();
      if (!event) return;
      if (event.expiry) timers.delete(event.expiry);
      clearTimeout(event.expiry);
      void attempt(event);
    }
  };

  return {
    pump,
    waiting: () => waiting.length,
    add: (payload) => {
      const requestId = randomUUID();
      const expiresAtMs = performance.now() + options.maximumEventAgeSeconds * 1000;
      const event = { requestId, payload, expiresAtMs, invokeCount: 0 };
      if (!stopped) wait({ ...event, error: undefined });
      return requestId;
    },
    stop: () => {
      stopped = true;
      waiting.length = 0;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
