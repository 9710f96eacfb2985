import { join } from "node:path";

import { build } from "esbuild";

import { repositoryRoot, type Stage } from "./stages.ts";

/** Bundles the stage's sources into `folder` as a bundler does without any setting, and gives the handler's file. */
export async function untunedBundle(stage: Stage, folder: string): Promise<string> {
  const outfile = join(folder, stage, "untuned.mjs");
  await build({
    absWorkingDir: join(repositoryRoot, "packages", stage),
    entryPoints: ["src/lambda.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    logLevel: "error",
    // Without it nothing that was CommonJS would run.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  return outfile;
}
