import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { pnpm } from "./fresh-clone.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fresh-clone-"));
  await writeFile(join(folder, "npx"), "#!/bin/sh\nenv\n");
  await chmod(join(folder, "npx"), 0o755);
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test("a command in a clone knows no AWS but the one that it is given", async () => {
  vi.stubEnv("AWS_PROFILE", "production");
  vi.stubEnv("AWS_ENDPOINT_URL_S3", "https://s3.amazonaws.com");
  vi.stubEnv("AWS_SESSION_TOKEN", "real");
  vi.stubEnv("HOMEBREW_AWS_THING", "kept");
  const environment = await pnpm(folder, ["run", "deploy"], { AWS_REGION: "us-east-1" });
  expect(environment.split("\n").filter((line) => line.includes("AWS_"))).toEqual(
    expect.arrayContaining(["AWS_REGION=us-east-1", "HOMEBREW_AWS_THING=kept"]),
  );
  expect(environment).not.toMatch(/^AWS_(?!REGION=us-east-1$)/m);
});
