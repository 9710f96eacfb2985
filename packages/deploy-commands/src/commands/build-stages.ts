import { spawn } from "node:child_process";
import { once } from "node:events";

import { CommandError } from "../command-error.ts";
import type { Stage } from "../stages/stages.ts";

/** Builds `stages` of `repository` unless they are built already. @throws {CommandError} when a build fails. */
export async function buildStages(stages: readonly Stage[], repository: string): Promise<void> {
  const filters = stages.map((stage) => `--filter=@reddit-crawler/${stage}`);
  const turbo = spawn("turbo", ["run", "build", ...filters, "--output-logs=errors-only"], {
    cwd: repository,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(turbo, "exit");
  if (code !== 0)
    throw new CommandError(
      `The build failed. See why: npx -y pnpm@12 ${stages.map((stage) => `--filter ${stage}`).join(" ")} build`,
    );
}
