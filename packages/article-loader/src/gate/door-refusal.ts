import {
  RetryableError,
  ThrottledError,
  type PermanentError,
} from "@reddit-crawler/function-runtime/errors";

import type { Crawl } from "../crawl/crawl.ts";
import type { LoaderWorld } from "../world.ts";
import { changeGate } from "./change-gate.ts";
import type { Door } from "./door.ts";
import { longestCloseMs, parseGateState, type DoorRefusal } from "./gate-state.ts";

/** 15 min, chosen: a crawl waits two minutes to learn of a refusal, which at Reddit's feed may last for days. */
const believedForMs = 900_000;

/** What a door says to everybody, whatever is asked for. */
const refusesAll: ReadonlySet<string> = new Set([
  "rate-limited",
  "reddit-asks-to-wait",
  "network-blocked",
  "reddit-down",
  "answer-empty",
]);

/** Whether a crawl was put off last since a door refused, and not since its turn was late. */
export function wasRefused({ request }: Crawl): boolean {
  return refusesAll.has(request.deferredFor ?? "");
}

/** The refusal of `door` that another crawl has met lately, if any. @throws {RetryableError} `bucket-unavailable`. */
export async function knownRefusal(
  door: Door,
  { clock, objects }: LoaderWorld,
): Promise<DoorRefusal | undefined> {
  const found = await objects.read(door.gateKey);
  return parseGateState(found?.text, clock.now(), door).refusal;
}

/**
 * Lets other crawls know that the door refuses, for a quarter of an hour or as long as it asked for, at most an hour. It
 * never throws what may be expected: without, each crawl finds out by itself.
 */
export async function keepRefusal(
  error: PermanentError | RetryableError,
  door: Door,
  world: LoaderWorld,
): Promise<void> {
  if (!refusesAll.has(error.code)) return;
  const atMs = world.clock.now();
  const askedMs = error instanceof ThrottledError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  const forMs = Math.min(Math.max(believedForMs, askedMs), longestCloseMs);
  await rewrite({ code: error.code, atMs, untilMs: atMs + forMs }, door, world);
}

/** Lets other crawls ask again: the door has answered. */
export async function endRefusal(door: Door, world: LoaderWorld): Promise<void> {
  await rewrite(undefined, door, world);
}

async function rewrite(refusal: DoorRefusal | undefined, door: Door, world: LoaderWorld) {
  try {
    await changeGate(door, world, (state) => ({ ...state, refusal }));
  } catch (error) {
    if (!(error instanceof RetryableError)) throw error;
    world.log.warn("refusal-not-kept", { gate: door.gateKey, error });
  }
}
