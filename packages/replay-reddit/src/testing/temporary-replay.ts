import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { onTestFinished } from "vitest";

import { startReplay, type Replay, type ReplayOptions } from "../start-replay.ts";

/** A replay of the running test, and a folder for what else the test keeps. Both are gone behind its `afterEach`. */
export async function temporaryReplay(
  options: Omit<ReplayOptions, "workDir"> = {},
): Promise<{ replay: Replay; folder: string }> {
  const folder = await temporaryFolder();
  const replay = await startReplay({ ...options, workDir: join(folder, "replay") });
  onTestFinished(() => replay.stop());
  return { replay, folder };
}
