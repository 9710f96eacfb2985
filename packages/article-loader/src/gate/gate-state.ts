import * as z from "zod/mini";

import { parseJson } from "@reddit-crawler/function-runtime/parse-json";

/** What all processes know of the requests to Reddit's listings, in milliseconds since 1970. */
export interface GateState {
  /** Nobody sends a request before this. */
  nextRequestAtMs: number;
  /** Reddit asked to be left alone until then; 0 where it did not. */
  closedUntilMs: number;
}

/** Where the state is kept: one small text that changes by compare-and-swap. */
export interface GateStateStore {
  /** The text and its version; both undefined where there is none yet. */
  read(): Promise<{ text: string | undefined; version: string | undefined }>;
  /** Replaces exactly `version` (or nothing, when undefined); false when someone else was faster. */
  write(text: string, version: string | undefined): Promise<boolean>;
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
