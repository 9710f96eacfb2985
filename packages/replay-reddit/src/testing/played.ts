import { onTestFinished } from "vitest";

import type { Replay, ReplayOptions } from "../start-replay.ts";
import { connectClient, type TestClient } from "./client.ts";
import { temporaryReplay } from "./temporary-replay.ts";

/** Starts a replay with a client for the running test, and ends both with it. */
export async function played(
  options: Omit<ReplayOptions, "workDir"> = {},
): Promise<{ replay: Replay; client: TestClient; folder: string }> {
  const { replay, folder } = await temporaryReplay(options);
  const client = await connectClient(replay);
  onTestFinished(() => client.close());
  return { replay, client, folder };
}
