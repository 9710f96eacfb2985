import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execFileAsync = promisify(execFile);
/** The root of this repository. */
export const repository = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program to its end. Returns what it printed. @throws with all that it printed when it fails. */
export async function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const { stdout } = await execFileAsync(program, args, {
    ...options,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** The stages, each a folder below `packages`. */
export const stages = ["api-endpoint", "article-loader", "balancer", "download-worker"] as const;

/** Copies the files that git knows, changes of today included, to `folder`: no build and no install of this one helps. */
export async function cloneRepository(folder: string): Promise<void> {
  const listed = await run("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: repository,
  });
  for (const file of listed.split("\0").filter((name) => name !== "")) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(repository, file), join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      // Listed and gone: deleted, and not committed yet.
      if (error.code !== "ENOENT") throw error;
    });
  }
}

/**
 * Runs `pnpm <args>` in `folder` and gives what it printed. Of AWS it knows what `environment` says and nothing of the
 * caller's: a profile of his would fail it, and an endpoint of one service would lead to the real one.
 * @throws with all that it printed when it fails.
 */
export async function pnpm(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  return run("npx", ["-y", "pnpm@12", ...args], {
    cwd: folder,
    env: { ...withoutAws(process.env), CI: "true", ...environment },
  });
}

/** Installs what the lock file names, from this machine's store where it can. */
export async function install(folder: string): Promise<void> {
  await pnpm(folder, ["install", "--frozen-lockfile", "--prefer-offline"]);
}

/** Where a stage's zip is in `folder`. */
export function zipOf(folder: string, stage: (typeof stages)[number]): string {
  return join(folder, "packages", stage, "dist", `${stage}.zip`);
}

/** `environment` without anything that says which AWS, which account and whose credentials: AWS's tools all read these names. */
export function withoutAws(environment: Readonly<NodeJS.ProcessEnv>): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith("AWS_")),
  );
}

/** The SHA-256 of a stage's zip in `folder`, in hex as `sha256sum` shows it. */
export async function digestOfZip(folder: string, stage: (typeof stages)[number]): Promise<string> {
  return createHash("sha256")
    .update(await readFile(zipOf(folder, stage)))
    .digest("hex");
}
