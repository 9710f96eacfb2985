import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startReplay } from "@reddit-crawler/replay-reddit/start-replay";
import { expect, onTestFinished, test, vi } from "vitest";

import { runDemo } from "./demo-command.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

vi.mock(import("@reddit-crawler/replay-reddit/start-replay"), async (importOriginal) => ({
  ...(await importOriginal()),
  startReplay: vi.fn<typeof startReplay>(),
}));

test("a demo whose Reddit cannot be played leaves no working folder", async () => {
  const folder = await mkdtemp(join(tmpdir(), "demo-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  vi.stubEnv("TMPDIR", folder);
  onTestFinished(() => void vi.unstubAllEnvs());
  vi.mocked(startReplay).mockRejectedValue(new Error("no openssl"));
  const { signal } = new AbortController();
  const out = join(folder, "out");
  const demo = runDemo({ source: "keyless", folder: out, output: recordedOutput(), signal });
  await expect(demo).rejects.toThrow("no openssl");
  expect(await readdir(folder)).toEqual([]);
});
