import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

import { startReplay, type Replay, type ReplayOptions } from "../start-replay.ts";
import { connectClient, type TestClient } from "./client.ts";

/** Starts a replay with a client for the running test, and ends both with it. */
export async function played(
  options: Omit<ReplayOptions, "workDir"> = {},
): Promise<{ replay: Replay; client: TestClient; workDir: string }> {
  const workDir = await mkdtemp(join(tmpdir(), "replay-test-"));
  const replay = await startReplay({ ...options, workDir });
  const client = await connectClient(replay);
  onTestFinished(async () => {
    await replay.stop();
    await client.close();
    await rm(workDir, { recursive: true });
  });
  return { replay, client, workDir };
}
