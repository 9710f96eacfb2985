// oxlint-disable-next-line no-restricted-imports -- for tests of those who do keep files
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { onTestFinished } from "vitest";

/** An empty folder of the running test, from its body or its `beforeEach`. It is removed behind its `afterEach`. */
export async function temporaryFolder(name = "reddit-crawler-test"): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}
