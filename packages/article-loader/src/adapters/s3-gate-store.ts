import type { S3Client } from "@aws-sdk/client-s3";
import { createS3Objects } from "@reddit-crawler/crawl-status/adapters/s3-objects";

import type { GateStateStore } from "../gate/gate-state.ts";

const key = "state/reddit-gate.json";

/** The gate's state as one object of `bucket`. */
export function createGateStore(client: S3Client, bucket: string): GateStateStore {
  const objects = createS3Objects(client, bucket);
  return {
    read: async () => (await objects.read(key)) ?? { text: undefined, version: undefined },
    write: (text, version) => objects.write(key, text, version),
  };
}
