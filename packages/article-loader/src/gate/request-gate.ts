import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import {
  formatGateState,
  parseGateState,
  type GateState,
  type GateStateStore,
} from "./gate-state.ts";
import { TurnTooLateError } from "./turn-too-late-error.ts";

/** Runs one request to Reddit's listings when its turn has come. @throws {TurnTooLateError} when that is after the deadline. */
export type Turn = <Answer>(request: () => Promise<Answer>) => Promise<Answer>;

/** Why a request waited. */
export interface GateWait {
  seconds: number;
  reason: "request-spacing" | "reddit-asks-to-wait";
}

/** When a request may be sent, in milliseconds since 1970. */
export interface GateWindow {
  /** Not before this instant, whatever the gate says. */
  notBeforeMs: number;
  /** A turn after this instant is of no use: none is taken. */
  deadlineMs: number;
  /** May take as long as the wait. */
  onWait: (wait: GateWait) => Promise<void> | undefined;
}

/**
 * Keeps requests to Reddit's listings apart: from the end of an answer to the next request in this process, and from
 * request to request across all processes that share the store.
 */
export interface RequestGate {
  /** Runs `request` at its turn. @throws {TurnTooLateError}, without a request, when that is after the deadline. */
  run<Answer>(window: GateWindow, request: () => Promise<Answer>): Promise<Answer>;
  /** Closes the gate for everyone for `seconds`, at most an hour. */
  closeFor(seconds: number): Promise<void>;
}

/** What a gate is made of; `random` gives numbers from 0 to below 1. */
export interface RequestGateOptions {
  store: GateStateStore;
  clock: Clock;
  random: () => number;
  delayMs: number;
}

/**
 * Chosen: how late a turn may be used. Turns of different processes are this much further apart than the delay, so
 * that a process which wakes up late still keeps its distance to the next.
 */
const graceMs = 500;
/** Chosen: a wait that no one would sit through is a fault of the answer, and must not close the gate for days. */
const longestCloseSeconds = 3600;
/** Chosen: with jitter this outlasts any number of processes that a default account can run at once. */
const mostConflicts = 50;

/** A gate that lets one request pass per `delayMs` among all gates over the same `store`. */
export function createRequestGate(options: RequestGateOptions): RequestGate {
  const { store, clock, random, delayMs } = options;
  let freeHereMs = 0;
  let line: Promise<unknown> = Promise.resolve();

  async function change(next: (state: GateState) => GateState): Promise<GateState> {
    for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
      const { text, version } = await store.read();
      const state = next(parseGateState(text, clock.now() + delayMs));
      if (await store.write(formatGateState(state), version)) return state;
      await clock.sleep(Math.ceil(random() * 200));
    }
    throw new RetryableError(
      "gate-contended",
      `The request gate changed ${mostConflicts} times while this function tried to pass it.`,
    );
  }

  async function takeTurn({ notBeforeMs, deadlineMs }: GateWindow, leadMs: number) {
    let turnMs = 0;
    let closedUntilMs = 0;
    await change((state) => {
      closedUntilMs = state.closedUntilMs;
      turnMs = Math.max(
        clock.now() + leadMs,
        freeHereMs,
        notBeforeMs,
        state.nextRequestAtMs,
        closedUntilMs,
      );
      if (turnMs > deadlineMs)
        throw new TurnTooLateError(turnMs - clock.now(), closedUntilMs >= turnMs);
      return { closedUntilMs, nextRequestAtMs: turnMs + delayMs + graceMs };
    });
    return { turnMs, closedUntilMs };
  }

  async function waitForTurn(window: GateWindow): Promise<void> {
    let leadMs = 0;
    for (;;) {
      const { turnMs, closedUntilMs } = await takeTurn(window, leadMs);
      const waitMs = turnMs - clock.now();
      if (waitMs > 0) {
        const reason = closedUntilMs >= turnMs ? "reddit-asks-to-wait" : "request-spacing";
        const wait = { seconds: Math.ceil(waitMs / 1000), reason } as const;
        await Promise.all([window.onWait(wait), clock.sleep(waitMs)]);
        // Another process may have been told to wait meanwhile; that holds for turns already taken, too.
        const { text } = await store.read();
        if (parseGateState(text, 0).closedUntilMs > clock.now()) continue;
      }
      const lateMs = clock.now() - turnMs;
      if (lateMs <= graceMs) return;
      leadMs = lateMs;
    }
  }

  async function pass<Answer>(window: GateWindow, request: () => Promise<Answer>): Promise<Answer> {
    await waitForTurn(window);
    try {
      return await request();
    } finally {
      freeHereMs = clock.now() + delayMs;
    }
  }

  return {
    run: (window, request) => {
      const passed = line.then(() => pass(window, request));
      line = passed.catch(() => undefined);
      return passed;
    },
    closeFor: async (seconds) => {
      const untilMs = clock.now() + Math.min(seconds, longestCloseSeconds) * 1000;
      freeHereMs = Math.max(freeHereMs, untilMs);
      await change((state) => ({
        ...state,
        closedUntilMs: Math.max(state.closedUntilMs, untilMs),
      }));
    },
  };
}
