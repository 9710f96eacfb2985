import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

/** Runs the command where AWS finds nothing but what `environment` gives. */
function run(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, "cli.ts"), ...words],
    {
      encoding: "utf8",
      env: {
        PATH: process.env["PATH"],
        AWS_CONFIG_FILE: "/dev/null",
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
        AWS_EC2_METADATA_DISABLED: "true",
        ...environment,
      },
    },
  );
  return { status, stdout, stderr };
}

const rollback = ["rollback", "balancer", "--stack", "crawler"];

describe("the command", () => {
  test("without a region says in one line how to set one", () => {
    const { status, stderr } = run(rollback);
    expect(stderr).toMatch(
      /^No AWS region is set that can be used\. .*AWS_REGION.*aws configure set region.*\n$/,
    );
    expect(status).toBe(1);
  });

  test("without credentials says in one line how to sign in", () => {
    const { status, stderr } = run(rollback, { AWS_REGION: "eu-central-1" });
    expect(stderr).toMatch(
      /^There are no AWS credentials .*"aws sso login" or "aws configure".*\n$/,
    );
    expect(status).toBe(1);
  });

  test("names itself in its help as it is called", () => {
    expect(run(["--help"]).stdout).toMatch(/^Usage: npx -y pnpm@12 run /);
  });
});
