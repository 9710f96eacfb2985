import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import * as z from "zod/mini";

/** What all processes know of the requests to Reddit's listings, in milliseconds since 1970. */
export interface GateState {
  /** Nobody sends a request before this. */
  nextRequestAtMs: number;
  /** Until then Reddit asked for no requests; 0 where it did not. */
  closedUntilMs: number;
}

const instantMs = z.pipe(
  z.iso.datetime("must be an instant"),
  z.transform((value: string) => Date.parse(value)),
);
const storedSchema = z.object({ nextRequestAt: instantMs, closedUntil: z.optional(instantMs) });

/** The state in `text`: none means that there was no request yet, and an unreadable one that there may have been. */
export function parseGateState(text: string | undefined, unreadableMs: number): GateState {
  if (text === undefined) return { nextRequestAtMs: 0, closedUntilMs: 0 };
  const stored = z.safeParse(storedSchema, parseJson(text));
  if (!stored.success) return { nextRequestAtMs: unreadableMs, closedUntilMs: 0 };
  return {
    nextRequestAtMs: stored.data.nextRequestAt,
    closedUntilMs: stored.data.closedUntil ?? 0,
  };
}

/** The state as it is stored: ISO instants, readable for people. */
export function formatGateState({ nextRequestAtMs, closedUntilMs }: GateState): string {
  return JSON.stringify({
    nextRequestAt: new Date(nextRequestAtMs).toISOString(),
    ...(closedUntilMs > 0 && { closedUntil: new Date(closedUntilMs).toISOString() }),
  });
}
