import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { temporaryFolder } from "@reddit-crawler/function-runtime/testing/temporary-folder";
import { startReplay } from "@reddit-crawler/replay-reddit/start-replay";
import { expect, onTestFinished, test, vi } from "vitest";

import { runDemo } from "./demo-command.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

vi.mock(import("@reddit-crawler/replay-reddit/start-replay"), async (importOriginal) => ({
  ...(await importOriginal()),
  startReplay: vi.fn<typeof startReplay>(),
}));

test("a demo whose Reddit cannot be played leaves no working folder", async () => {
  const folder = await temporaryFolder();
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.mocked(startReplay).mockRejectedValue(new Error("no openssl"));
  const { signal } = new AbortController();
  const out = join(folder, "out");
  const demo = runDemo({ source: "keyless", folder: out, output: recordedOutput(), signal });
  await expect(demo).rejects.toThrow("no openssl");
  expect(await readdir(folder)).toEqual([]);
});
