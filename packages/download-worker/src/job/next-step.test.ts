import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { describe, expect, test } from "vitest";

import { HostThrottle } from "../hosts/host-throttle.ts";
import { outOfTime } from "../time/deadline.ts";
import { nextStep, type UndecidedAttempt } from "./next-step.ts";

const startMs = Date.parse("2026-11-22T20:00:00.000Z");
const hourMs = 3_600_000;
const down = { error: new RetryableError("http-503", "the host is down") };
const throttled = (isKnown: boolean, seconds = 1) => ({
  error: new HostThrottle({ hostname: "i.redd.it", isKnown }, "http-429", "wait", seconds),
});
const after = (attempt: Partial<UndecidedAttempt>) =>
  nextStep({
    attempt: 1,
    isLast: false,
    failures: [down],
    gotFurther: false,
    deferredSinceMs: undefined,
    nowMs: startMs,
    random: 0,
    ...attempt,
  });

describe("an attempt that a cooldown kept from asking", () => {
  const deferred = { failures: [throttled(true)] };

  test("costs none, also when it is the last", () => {
    const step = { kind: "deferred", seconds: 1, attempt: 6, sinceMs: startMs };
    expect(after({ ...deferred, attempt: 6, isLast: true })).toEqual(step);
  });

  test.each([
    ["asked one host and not the other", [throttled(true), down]],
    ["was itself told to wait", [throttled(false)]],
  ])("costs one when it %s", (_what, failures) => {
    expect(after({ failures })).toMatchObject({ kind: "retried", attempt: 2 });
    expect(after({ failures, attempt: 6, isLast: true })).toEqual({ kind: "given-up" });
  });

  test("waits at least half of the time that it has waited, and 15 minutes at most", () => {
    const waits = (ms: number) => after({ ...deferred, deferredSinceMs: startMs - ms });
    expect(waits(10_000)).toMatchObject({ kind: "deferred", seconds: 5 });
    expect(waits(hourMs)).toMatchObject({ kind: "deferred", seconds: 900 });
    expect(after({ failures: [throttled(true, 60)] })).toMatchObject({ seconds: 60 });
  });

  test("comes back less than 40 times in four hours, and then costs an attempt", () => {
    let nowMs = startMs;
    let step = after(deferred);
    let times = 0;
    while (step.kind === "deferred") {
      times += 1;
      nowMs += step.seconds * 1000;
      step = after({ ...deferred, nowMs, deferredSinceMs: step.sinceMs });
    }
    expect(step).toMatchObject({ kind: "retried", attempt: 2 });
    expect(nowMs - startMs).toBeGreaterThanOrEqual(4 * hourMs);
    expect(times).toBeLessThan(40);
  });
});

describe("an attempt that got further", () => {
  test("goes on at once with all its attempts when the time was over or it was the last", () => {
    const goesOn = { kind: "continued", seconds: 0 };
    expect(after({ gotFurther: true, failures: [{ error: outOfTime() }] })).toEqual(goesOn);
    expect(after({ gotFurther: true, isLast: true, attempt: 6 })).toEqual(goesOn);
  });

  test("goes on after the wait that a host asked for", () => {
    const failures = [throttled(true, 40)];
    const step = { kind: "continued", seconds: 40 };
    expect(after({ gotFurther: true, isLast: true, failures })).toEqual(step);
  });
});
