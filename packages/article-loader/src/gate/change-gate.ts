import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import type { LoaderWorld } from "../world.ts";
import type { Door } from "./door.ts";
import { formatGateState, parseGateState, type GateState } from "./gate-state.ts";

/** With jitter this outlasts any number of processes that a default account can run at once. */
const mostConflicts = 50;

/**
 * Writes the state that `next` makes of the present one, unless it makes none and the present one can be read.
 * @throws {RetryableError} `gate-contended`, or `bucket-unavailable`.
 */
export async function changeGate(
  door: Door,
  { clock, objects, random }: LoaderWorld,
  next: (state: GateState) => GateState | undefined,
): Promise<void> {
  const { gateKey } = door;
  for (let conflicts = 0; conflicts < mostConflicts; conflicts++) {
    const found = await objects.read(gateKey);
    const { isMended, ...former } = parseGateState(found?.text, clock.now(), door);
    const state = next(former) ?? (isMended ? former : undefined);
    if (!state || (await objects.replace(gateKey, formatGateState(state), found?.version))) return;
    await clock.sleep(Math.ceil(random() * 200));
  }
  throw new RetryableError(
    "gate-contended",
    `The request gate changed ${mostConflicts} times while this function tried to pass it.`,
  );
}
