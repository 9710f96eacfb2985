import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import * as z from "zod/mini";

import type { Door } from "./door.ts";

/** What all processes know of the requests to Reddit's listings, in milliseconds since 1970. */
export interface GateState {
  /** Nobody sends a request before this. */
  nextRequestAtMs: number;
  /** Until then Reddit asked for no requests; 0 where it did not. */
  closedUntilMs: number;
  /** The last refusal of the door that crawls need not see for themselves; undefined once that is over. */
  refusal?: DoorRefusal | undefined;
}

/** That a door refused a crawl for good, by `code`, and until when others believe it. */
export interface DoorRefusal {
  code: string;
  atMs: number;
  untilMs: number;
}

/** A wait that no one would sit through is a fault of the answer, and must not close the gate for days. */
export const longestCloseMs = 3_600_000;
/** A quota, Lambda's longest timeout: a turn is taken only where the invocation's time allows. */
const longestTurnMs = 900_000;

const instantMs = z.pipe(
  z.iso.datetime("must be an instant"),
  z.transform((value: string) => Date.parse(value)),
);
const storedSchema = z.object({
  nextRequestAt: instantMs,
  closedUntil: z.optional(instantMs),
  refused: z.optional(z.unknown()),
});
const refusedSchema = z.object({ code: z.string(), at: instantMs, until: instantMs });

/**
 * The state in `text`; none means that there was no request yet. What is unreadable, or further ahead than the gate ever
 * writes, is not believed: a clock was wrong then, or is now. There may have been a request, so that the next one leaves a
 * spacing later. `isMended` says that such a state has to be written, or every reader would wait from anew.
 */
export function parseGateState(
  text: string | undefined,
  nowMs: number,
  { spacingMs, heldMs }: Pick<Door, "spacingMs" | "heldMs">,
): GateState & { isMended: boolean } {
  if (text === undefined) return { nextRequestAtMs: 0, closedUntilMs: 0, isMended: false };
  const mended = { nextRequestAtMs: nowMs + spacingMs, closedUntilMs: 0, isMended: true };
  const stored = z.safeParse(storedSchema, parseJson(text));
  if (!stored.success) return mended;
  const { nextRequestAt, closedUntil = 0 } = stored.data;
  const farthestTurnMs = nowMs + longestTurnMs + Math.max(spacingMs, heldMs);
  if (nextRequestAt > farthestTurnMs || closedUntil > nowMs + longestCloseMs) return mended;
  const refusal = refusalOf(stored.data.refused, nowMs);
  return {
    nextRequestAtMs: nextRequestAt,
    closedUntilMs: closedUntil,
    ...(refusal && { refusal }),
    isMended: false,
  };
}

/** A refusal that is not over, and was not written by a clock that was ahead. */
function refusalOf(stored: unknown, nowMs: number): DoorRefusal | undefined {
  const { success, data } = z.safeParse(refusedSchema, stored);
  if (!success) return undefined;
  const { code, at: atMs, until: untilMs } = data;
  const isBelieved = atMs <= nowMs && untilMs > nowMs && untilMs <= atMs + longestCloseMs;
  return isBelieved ? { code, atMs, untilMs } : undefined;
}

/** The state as it is stored: ISO instants, readable for people. */
export function formatGateState({ nextRequestAtMs, closedUntilMs, refusal }: GateState): string {
  const iso = (ms: number) => new Date(ms).toISOString();
  return JSON.stringify({
    nextRequestAt: iso(nextRequestAtMs),
    ...(closedUntilMs > 0 && { closedUntil: iso(closedUntilMs) }),
    ...(refusal && {
      refused: { code: refusal.code, at: iso(refusal.atMs), until: iso(refusal.untilMs) },
    }),
  });
}
