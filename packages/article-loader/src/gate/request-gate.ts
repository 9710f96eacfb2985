import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";

import type { Crawl } from "../crawl/crawl.ts";
import { waitForReddit } from "../crawl/summary.ts";
import type { LoaderWorld } from "../world.ts";
import type { Door } from "./door.ts";
import { changeGate } from "./change-gate.ts";
import { longestCloseMs, parseGateState } from "./gate-state.ts";

/** Thrown instead of a request whose turn comes when the function has no time left for it: another invocation goes on. */
export class TurnTooLateError extends ThrottledError {
  constructor(waitMs: number, redditAsked: boolean) {
    const seconds = Math.ceil(waitMs / 1000);
    super(
      redditAsked ? "reddit-asks-to-wait" : "turn-too-late",
      `The next request to Reddit may leave in ${seconds} s${redditAsked ? ", as Reddit asked" : ""}, which is too late for this invocation.`,
      seconds,
    );
  }
}

/** Kept free behind the wait for a page: 30 s for the request and as long for sending its posts. */
const pageReserveMs = 60_000;
/**
 * Turns of different processes are this much further apart than the delay, in milliseconds, so that a process which wakes
 * up late, or is slow to connect, still keeps its distance to the next.
 */
const graceMs = 500;
/** Ten times what a slow bucket takes: a process that is later than this was stopped, or its clock was set. */
const longestLeadMs = 10_000;
/** How late a turn may be used, in milliseconds. Measured: on a busy machine connecting took up to 100 ms more than usual. */
const latestUseMs = 300;
/** How often those who find a held door look again: it opens when the answer is there, most often within a second. */
const pollMs = 1250;

/** The last instant at which a request of `crawl` is of use, in milliseconds since 1970. */
export function deadlineOf(crawl: Crawl, { clock }: LoaderWorld): number {
  return clock.now() + crawl.timeLeftMs() - pageReserveMs;
}

/**
 * Sends one request through `door`, by `send`, when its turn has come. Requests are the door's spacing apart: from the end
 * of an answer to the next request in this process, and from request to request across all processes. A door that is held
 * has one request at a time, and the spacing counts from the end of its answer for all. A request that reached nobody, as
 * without a network, needs no spacing behind it.
 * @throws {TurnTooLateError}, without a request, when the turn is after the crawl's deadline.
 */
export function atTurn<Answer>(
  send: () => Promise<Answer>,
  door: Door,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<Answer> {
  const { clock } = world;
  const answer = door.lastRequest.then(async () => {
    const takenUntilMs = await waitForTurn(door, world, crawl);
    let { spacingMs } = door;
    try {
      return await send();
    } catch (error) {
      if (neverLeft(error)) spacingMs = 0;
      throw error;
    } finally {
      door.freeAtMs = clock.now() + spacingMs;
      if (door.heldMs > 0 || spacingMs === 0)
        await release(takenUntilMs, spacingMs, door, world, crawl);
    }
  });
  door.lastRequest = answer.catch(() => undefined);
  return answer;
}

/** Closes the door for all processes for `seconds`, at most an hour. */
export async function closeGate(seconds: number, door: Door, world: LoaderWorld): Promise<void> {
  const untilMs = world.clock.now() + Math.min(seconds * 1000, longestCloseMs);
  door.freeAtMs = Math.max(door.freeAtMs, untilMs);
  await changeGate(door, world, (state) => ({
    ...state,
    closedUntilMs: Math.max(state.closedUntilMs, untilMs),
  }));
}

/** Resolves to when the turn that was taken lets the next one in, in milliseconds since 1970. */
async function waitForTurn(door: Door, world: LoaderWorld, crawl: Crawl): Promise<number> {
  const { clock, objects } = world;
  let leadMs = 0;
  for (;;) {
    const { turnMs, redditAsked, isTaken } = await takeTurn(leadMs, door, world, crawl);
    if (isTaken && door.heldMs > 0) return turnMs + behindMs(door);
    const waitMs = turnMs - clock.now();
    if (waitMs > 0) {
      const reason = redditAsked ? "reddit-asks-to-wait" : "request-spacing";
      crawl.log[redditAsked ? "info" : "debug"]("waiting", {
        seconds: Math.ceil(waitMs / 1000),
        reason,
      });
      await waitForReddit(waitMs, reason, world, crawl);
      // Reddit may have asked another process to wait meanwhile; that holds for turns already taken, too.
      const found = await objects.read(door.gateKey);
      const nowMs = clock.now();
      if (parseGateState(found?.text, nowMs, door).closedUntilMs > nowMs) continue;
    }
    if (!isTaken) continue;
    const lateMs = clock.now() - turnMs;
    if (lateMs <= latestUseMs) return turnMs + behindMs(door);
    leadMs = Math.min(lateMs, longestLeadMs);
  }
}

/** How long a turn keeps all others out. */
function behindMs({ heldMs, spacingMs }: Door): number {
  return heldMs > 0 ? heldMs : spacingMs + graceMs;
}

/** Codes of requests that reached no server. */
const unreached: ReadonlySet<string> = new Set([
  "host-not-found",
  "connection-refused",
  "connect-timeout",
  "proxy-refused",
]);

function neverLeft(error: unknown): boolean {
  return error instanceof RetryableError && unreached.has(error.code);
}

/** Takes a turn that is to come. A held door's is taken only when it has come: until then, `turnMs` says when to look again. */
async function takeTurn(leadMs: number, door: Door, world: LoaderWorld, crawl: Crawl) {
  const { clock } = world;
  const isHeld = door.heldMs > 0;
  let turnMs = 0;
  let redditAsked = false;
  let isTaken = true;
  await changeGate(door, world, (state) => {
    const { closedUntilMs, nextRequestAtMs } = state;
    const nowMs = clock.now();
    // A clock that was set back.
    if (door.freeAtMs > nowMs + longestCloseMs) door.freeAtMs = nowMs + door.spacingMs;
    turnMs = Math.max(nowMs + leadMs, door.freeAtMs, nextRequestAtMs, closedUntilMs);
    redditAsked = closedUntilMs >= turnMs;
    if (turnMs > deadlineOf(crawl, world)) throw new TurnTooLateError(turnMs - nowMs, redditAsked);
    isTaken = !isHeld || turnMs <= nowMs;
    if (isTaken) {
      return { ...state, nextRequestAtMs: turnMs + behindMs(door) };
    }
    if (!redditAsked) turnMs = Math.min(turnMs, nowMs + pollMs * (0.5 + world.random()));
    return undefined;
  });
  return { turnMs, redditAsked, isTaken };
}

/** Lets the next one in, a spacing later. A turn that cannot be ended ends by itself. */
async function release(
  takenUntilMs: number,
  spacingMs: number,
  door: Door,
  world: LoaderWorld,
  crawl: Crawl,
) {
  try {
    await changeGate(door, world, (state) =>
      // Another's turn, where this one was over already.
      state.nextRequestAtMs === takenUntilMs
        ? { ...state, nextRequestAtMs: world.clock.now() + spacingMs }
        : undefined,
    );
  } catch (error) {
    crawl.log.warn("gate-not-released", { gate: door.gateKey, error });
  }
}
