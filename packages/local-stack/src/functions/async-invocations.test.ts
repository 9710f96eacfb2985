import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import {
  createAsyncInvocations,
  type GivenUpEvent,
  type SucceededEvent,
} from "./async-invocations.ts";
import type { InvocationOutcome } from "./sandbox-protocol.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const error: InvocationOutcome = {
  kind: "error",
  error: { errorType: "Error", errorMessage: "no" },
};
const success: InvocationOutcome = { kind: "success", payload: "1" };

function queueOf(
  settings: { outcomes?: InvocationOutcome[]; retries?: number; ageSeconds?: number } = {},
) {
  const outcomes = [...(settings.outcomes ?? [])];
  const state = {
    room: true,
    startedAtMs: [] as number[],
    throttled: 0,
    succeeded: [] as SucceededEvent[],
    givenUp: [] as GivenUpEvent[],
  };
  const beganAtMs = Date.now();
  const queue = createAsyncInvocations({
    maximumRetryAttempts: settings.retries ?? 2,
    maximumEventAgeSeconds: settings.ageSeconds ?? 21_600,
    speedup: 1,
    hasRoom: () => state.room,
    invoke: async () => {
      state.startedAtMs.push(Date.now() - beganAtMs);
      return outcomes.shift() ?? success;
    },
    onThrottled: () => (state.throttled += 1),
    onRetry: () => {},
    onSucceeded: (event) => state.succeeded.push(event),
    onGivenUp: (event) => state.givenUp.push(event),
  });
  return { queue, state };
}

describe("an asynchronous event", () => {
  test("that succeeds runs once, and its end is reported", async () => {
    const { queue, state } = queueOf();
    const requestId = queue.add("{}");
    await vi.advanceTimersByTimeAsync(600_000);
    expect(state).toMatchObject({ startedAtMs: [0], givenUp: [], throttled: 0 });
    const end = { requestId, payload: "{}", condition: "Success", invokeCount: 1, answer: "1" };
    expect(state.succeeded).toEqual([end]);
  });

  test("that fails is attempted again after 1 and then 2 minutes, then given up with its last error", async () => {
    const { queue, state } = queueOf({ outcomes: [error, error, error] });
    const requestId = queue.add('{"a":1}');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(state.startedAtMs).toEqual([0, 60_000, 180_000]);
    expect(state.givenUp).toEqual([
      {
        requestId,
        payload: '{"a":1}',
        condition: "RetriesExhausted",
        invokeCount: 3,
        error: { errorType: "Error", errorMessage: "no" },
      },
    ]);
  });

  test("of a function without retries is given up after its first error", async () => {
    const { queue, state } = queueOf({ outcomes: [error], retries: 0 });
    queue.add("{}");
    await vi.advanceTimersByTimeAsync(600_000);
    expect(state).toMatchObject({ startedAtMs: [0], givenUp: [{ invokeCount: 1 }] });
  });

  test("that finds no place waits for one without losing an attempt", async () => {
    const { queue, state } = queueOf({ outcomes: [success], retries: 0 });
    state.room = false;
    queue.add("{}");
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(state).toMatchObject({ startedAtMs: [], throttled: 1, givenUp: [] });
    state.room = true;
    queue.pump();
    expect(state).toMatchObject({ startedAtMs: [3_600_000], givenUp: [] });
  });

  test("that waits past its age is given up without a run", async () => {
    const { queue, state } = queueOf({ ageSeconds: 60 });
    state.room = false;
    queue.add("{}");
    await vi.advanceTimersByTimeAsync(59_999);
    expect(state.givenUp).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(state.givenUp).toMatchObject([
      { condition: "EventAgeExceeded", invokeCount: 0, error: undefined },
    ]);
    expect(queue.waiting()).toBe(0);
  });

  test("whose next attempt would come after its age is given up at once", async () => {
    const { queue, state } = queueOf({ outcomes: [error], ageSeconds: 59 });
    queue.add("{}");
    await vi.advanceTimersByTimeAsync(0);
    expect(state.givenUp).toMatchObject([{ condition: "EventAgeExceeded", invokeCount: 1 }]);
  });

  test("that lost its place to a waiting caller waits like any other", async () => {
    const { queue, state } = queueOf({ outcomes: [{ kind: "throttled" }, success] });
    queue.add("{}");
    state.room = false;
    await vi.advanceTimersByTimeAsync(0);
    expect(state.throttled).toBe(1);
    state.room = true;
    queue.pump();
    await vi.advanceTimersByTimeAsync(0);
    expect(state).toMatchObject({ startedAtMs: [0, 0], givenUp: [] });
  });

  test("is forgotten once the queue has stopped", async () => {
    const { queue, state } = queueOf({ outcomes: [error] });
    queue.add("{}");
    await vi.advanceTimersByTimeAsync(0);
    queue.stop();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(state).toMatchObject({ startedAtMs: [0], givenUp: [] });
  });
});
