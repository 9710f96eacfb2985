import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { runDemo } from "../local/demo-command.ts";
import { recordedOutput } from "../testing/recorded-output.ts";

test(
  "the demo says what is played, and nothing of the real Reddit",
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "demo-words-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const printed: string[] = [];
    const output = { ...recordedOutput(printed), verbosity: "normal" } as const;
    const { signal } = new AbortController();
    expect(await runDemo({ source: "keyless", folder, output, signal })).toBe(0);
    const words = printed.join("\n");
    expect(words).toMatch(
      /^Reddit, the archive and the picture hosts are played on this machine\./,
    );
    expect(words).toContain("131 pictures, 8.8 MB, 130 of them new, 1 copy of another, in");
    expect(words).not.toMatch(/Read without keys|takes a minute|reddit\.com\/prefs/);
  },
);
