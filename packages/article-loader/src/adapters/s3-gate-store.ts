import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";

import type { GateStateStore } from "../gate/gate-state.ts";

const key = "state/reddit-gate.json";

/** The gate's state as one object. */
export function createGateStore(objects: Pick<JsonObjects, "read" | "replace">): GateStateStore {
  return {
    read: async () => (await objects.read(key)) ?? { text: undefined, version: undefined },
    write: (text, version) => objects.replace(key, text, version),
  };
}
