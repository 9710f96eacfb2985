import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { CommandError } from "./command-error.ts";
import { stages, type Stage } from "./stages.ts";

const run = promisify(execFile);

/** What has to be deployed for a change: some stages alone, or the template, which takes all of them along. */
export interface Affected {
  stages: readonly Stage[];
  template: boolean;
}

/**
 * What the commits of `repository` after `base` affect: the stages whose own files changed, or a package or version that
 * they are built from. Everything when `base` is empty or all zeros, as for a branch that is new.
 * @throws {CommandError} when `base` is no commit of this clone.
 */
export async function affectedSince(base: string, repository: string): Promise<Affected> {
  if (/^0*$/.test(base)) return { stages, template: true };
  const { stdout: changed } = await run(
    "git",
    ["diff", "--name-only", "--end-of-options", base, "HEAD", "--", "infra/template.yaml"],
    { cwd: repository },
  ).catch((error: unknown) => {
    throw new CommandError(`${base} is no commit of this clone.`, { cause: error });
  });
  if (changed !== "") return { stages, template: true };
  const { stdout } = await run("turbo", ["run", "build", `--filter=...[${base}]`, "--dry=json"], {
    cwd: repository,
    maxBuffer: 64 * 1024 * 1024,
  });
  const { packages }: { packages: string[] } = JSON.parse(stdout);
  return {
    stages: stages.filter((stage) => packages.includes(`@reddit-crawler/${stage}`)),
    template: false,
  };
}
