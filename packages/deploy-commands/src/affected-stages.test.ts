import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { affectedSince } from "./affected-stages.ts";
import { stages } from "./stages.ts";

// A repository in small: four stages, of which two are built from a shared package.
const shared = { "article-loader": "workspace:*", "download-worker": "workspace:*" };
const lockFile = "lockfileVersion: '9.0'\nimporters:\n  .: {}\n";
let repository: string;
let base: string;

function git(...args: string[]): string {
  const identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.com"];
  return execFileSync("git", [...identity, ...args], { cwd: repository, encoding: "utf8" }).trim();
}

function commit(path: string, text: string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
  git("add", "-A");
  git("commit", "-q", "-m", path);
}

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), "affected-stages-"));
  git("init", "-q");
  const manifest = (name: string, dependencies = {}) =>
    JSON.stringify({ name: `@reddit-crawler/${name}`, version: "1.0.0", dependencies });
  const files: Record<string, string> = {
    "package.json": JSON.stringify({ name: "root", packageManager: "pnpm@12.21.0" }),
    "pnpm-workspace.yaml": "packages: [packages/*]\n",
    "pnpm-lock.yaml": lockFile,
    "turbo.json": JSON.stringify({ tasks: { build: {} } }),
    "infra/template.yaml": "Resources: {}\n",
    "packages/media-hosts/package.json": manifest("media-hosts"),
    ...Object.fromEntries(
      stages.map((stage) => [
        `packages/${stage}/package.json`,
        manifest(
          stage,
          Object.hasOwn(shared, stage) ? { "@reddit-crawler/media-hosts": "workspace:*" } : {},
        ),
      ]),
    ),
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }
  git("add", "-A");
  git("commit", "-q", "-m", "base");
  base = git("rev-parse", "HEAD");
});
afterAll(() => rmSync(repository, { recursive: true, force: true }));

describe("a change affects", () => {
  test.each([
    ["its own stage", "packages/balancer/src/a.ts", ["balancer"], false],
    [
      "the stages that are built from it",
      "packages/media-hosts/src/a.ts",
      ["article-loader", "download-worker"],
      false,
    ],
    ["no stage, when none is built from it", "infra/README.md", [], false],
    ["all of the stack, when the template changed", "infra/template.yaml", stages, true],
  ])("%s", async (_, path, expected, template) => {
    git("reset", "-q", "--hard", base);
    commit(path, "changed");
    expect(await affectedSince(base, repository)).toEqual({ stages: expected, template });
  });

  test.each(["", "0".repeat(40)])("everything, when it is compared with %j", async (none) => {
    expect(await affectedSince(none, repository)).toEqual({ stages, template: true });
  });

  test("what nobody can tell, when there is no such commit to compare with", async () => {
    await expect(affectedSince("--output=x", repository)).rejects.toThrow("is no commit");
    await expect(affectedSince("f".repeat(40), repository)).rejects.toThrow("is no commit");
  });
});
