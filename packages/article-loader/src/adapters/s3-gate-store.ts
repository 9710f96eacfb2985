import type { JsonObjects } from "@reddit-crawler/bucket/json-objects";
import { redditGateKey } from "@reddit-crawler/message-schema";

import type { GateStateStore } from "../gate/gate-state.ts";

/** The gate's state as one object. */
export function createGateStore(objects: Pick<JsonObjects, "read" | "replace">): GateStateStore {
  return {
    read: async () => (await objects.read(redditGateKey)) ?? { text: undefined, version: undefined },
    write: (text, version) => objects.replace(redditGateKey, text, version),
  };
}
