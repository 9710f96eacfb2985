import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { redditGateKey } from "@reddit-crawler/message-schema";

import type { Crawl } from "../crawl/crawl.ts";
import { waitForReddit } from "../crawl/summary.ts";
import type { LoaderWorld } from "../world.ts";
import { formatGateState, parseGateState, type GateState } from "./gate-state.ts";

/** Thrown instead of a request whose turn comes when the function has no time left for it: another invocation goes on. */
export class TurnTooLateError extends ThrottledError {
  constructor(waitMs: number, redditAsked: boolean) {
    const seconds = Math.ceil(waitMs / 1000);
    super(
      redditAsked ? "reddit-asks-to-wait" : "turn-too-late",
      `The next request to Reddit may leave in ${seconds} s${redditAsked ? ", as Reddit asked" : ""}, which is too late for this invocation. The crawl goes on in the next one.`,
      seconds,
    );
  }
}

/** Kept free behind the wait for a page: 30 s for the request and as long for sending its posts. */
const pageReserveMs = 60_000;
/**
 * How late a turn may be used, in milliseconds. Turns of different processes are this much further apart than the delay,
 * so that a process which wakes up late still keeps its distance to the next.
 */
const graceMs = 500;
/** A wait that no one would sit through is a fault of the answer, and must not close the gate for days. */
const longestCloseSeconds = 3600;
/** With jitter this outlasts any number of processes that a default account can run at once. */
const mostConflicts = 50;

/** The last instant at which a request of `crawl` is of use, in milliseconds since 1970. */
export function deadlineOf(crawl: Crawl, { clock }: LoaderWorld): number {
  return clock.now() + crawl.timeLeftMs() - pageReserveMs;
}

/**
 * Sends one request to Reddit's listings, by `send`, when its turn has come. Requests are `REDDIT_REQUEST_DELAY_MS` apart:
 * from the end of an answer to the next request in this process, and from request to request across all processes.
 * @throws {TurnTooLateError}, without a request, when the turn is after the crawl's deadline.
 */
export function atTurn<Answer>(
  send: () => Promise<Answer>,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<Answer> {
  const { clock, config, gate, source } = world;
  const answer = gate.lastRequest.then(async () => {
    await waitForTurn(world, crawl);
    try {
      return await send();
    } finally {
      gate.freeAtMs = clock.now() + config.REDDIT_REQUEST_DELAY_MS;
      crawl.progress.nextRequestAtMs = clock.now() + source.pauseMs;
    }
  });
  gate.lastRequest = answer.catch(() => undefined);
  return answer;
}

/** Closes the gate for all processes for `seconds`, at most an hour. */
export async function closeGate(seconds: number, world: LoaderWorld): Promise<void> {
  const untilMs = world.clock.now() + Math.min(seconds, longestCloseSeconds) * 1000;
  world.gate.freeAtMs = Math.max(world.gate.freeAtMs, untilMs);
  await change(world, (state) => ({
    ...state,
    closedUntilMs: Math.max(state.closedUntilMs, untilMs),
  }));
}

async function waitForTurn(world: LoaderWorld, crawl: Crawl): Promise<void> {
  const { clock, objects } = world;
  let leadMs = 0;
  for (;;) {
    const { turnMs, redditAsked } = await takeTurn(leadMs, world, crawl);
    const waitMs = turnMs - clock.now();
    if (waitMs > 0) {
      const reason = redditAsked ? "reddit-asks-to-wait" : "request-spacing";
      crawl.log[redditAsked ? "info" : "debug"]("waiting", {
        seconds: Math.ceil(waitMs / 1000),
        reason,
      });
      await waitForReddit(waitMs, reason, world, crawl);
      // Reddit may have asked another process to wait meanwhile; that holds for turns already taken, too.
      const found = await objects.read(redditGateKey);
      if (parseGateState(found?.text, 0).closedUntilMs > clock.now()) continue;
    }
    const lateMs = clock.now() - turnMs;
    if (lateMs <= graceMs) return;
    leadMs = lateMs;
  }
}

async function takeTurn(leadMs: number, world: LoaderWorld, crawl: Crawl) {
  const { clock, config, gate } = world;
  let turnMs = 0;
  let redditAsked = false;
  await change(world, ({ closedUntilMs, nextRequestAtMs }) => {
    turnMs = Math.max(
      clock.now() + leadMs,
      gate.freeAtMs,
      crawl.progress.nextRequestAtMs,
      nextRequestAtMs,
      closedUntilMs,
    );
    redditAsked = closedUntilMs >= turnMs;
    if (turnMs > deadlineOf(crawl, world))
      throw new TurnTooLateError(turnMs - clock.now(), redditAsked);
    return { closedUntilMs, nextRequestAtMs: turnMs + config.REDDIT_REQUEST_DELAY_MS + graceMs };
  });
  return { turnMs, redditAsked };
}

async function change(
  { clock, config, objects, random }: LoaderWorld,
  next: (state: GateState) => GateState,
): Promise<void> {
  for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
    const found = await objects.read(redditGateKey);
    const state = next(parseGateState(found?.text, clock.now() + config.REDDIT_REQUEST_DELAY_MS));
    if (await objects.replace(redditGateKey, formatGateState(state), found?.version)) return;
    await clock.sleep(Math.ceil(random() * 200));
  }
  throw new RetryableError(
    "gate-contended",
    `The request gate changed ${mostConflicts} times while this function tried to pass it.`,
  );
}
