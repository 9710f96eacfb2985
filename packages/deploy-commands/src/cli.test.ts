import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

let programs: string;
beforeAll(() => {
  programs = mkdtempSync(join(tmpdir(), "no-build-"));
  writeFileSync(join(programs, "turbo"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
});
afterAll(() => rmSync(programs, { recursive: true }));

/** Runs the command where nothing can be built, and where AWS finds nothing but what `environment` gives. */
function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "cli.ts"), ...words],
    {
      encoding: "utf8",
      env: {
        PATH: `${programs}${delimiter}${process.env["PATH"]}`,
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
        AWS_EC2_METADATA_DISABLED: "true",
        ...environment,
      },
    },
  );
  return { status, stdout, stderr };
}

const commands = [
  ["rollback", ["balancer", "--stack", "crawler"]],
  ["upload", ["--bucket", "zips"]],
  ["upload", ["balancer", "--bucket", "zips"]],
  ["deploy", ["--stack", "crawler", "--bucket", "zips"]],
  ["deploy", ["balancer", "--stack", "crawler", "--bucket", "zips"]],
  ["affected", ["--stack", "crawler"]],
] as const;

describe.each(commands)("%s %j", (name, words) => {
  test("without a region says in one line how to set one, before it builds", () => {
    const { status, stderr } = run([name, ...words]);
    expect(stderr).toMatch(
      /^No AWS region is set that can be used\. .*AWS_REGION.*aws configure set region.*\n$/,
    );
    expect(status).toBe(1);
  });

  test("without credentials says in one line how to sign in, before it builds", () => {
    const { status, stderr } = run([name, ...words], { AWS_REGION: "eu-central-1" });
    expect(stderr).toMatch(
      /^There are no AWS credentials .*"aws sso login" or "aws configure".*\n$/,
    );
    expect(status).toBe(1);
  });
});

describe("the command", () => {
  test("builds where AWS can be asked", () => {
    const signedIn = {
      AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
      AWS_SECRET_ACCESS_KEY: "the-secret",
    };
    expect(run(["upload", "balancer", "--bucket", "zips"], signedIn).stderr).toMatch(
      /^The build failed\. /,
    );
  });

  test("names itself in its help as it is called", () => {
    expect(run(["--help"]).stdout).toMatch(/^Usage: npx -y pnpm@12 run /);
  });
});
