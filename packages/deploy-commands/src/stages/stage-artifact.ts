import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { runTurbo } from "@reddit-crawler/stage-bundle/run-turbo";

import type { ArtifactFile, ArtifactStore } from "../world.ts";
import type { Stage } from "./stages.ts";

/** What a stage's build created, under keys that name the content. */
export interface StageArtifact {
  stage: Stage;
  /** `<stage>/<sha256 of the zip>.zip`: the same code always has the same key. */
  key: string;
  /** The environment variables that its smoke test sets, which are those that it reads. */
  variables: readonly string[];
  /** The source maps, the bill of materials and, last, the zip: where the zip exists, the others do too. */
  files: readonly ArtifactFile[];
}

/** Builds `stages` of `repository` unless they are built already. @throws {CommandError} when a build fails. */
export function buildStages(stages: readonly Stage[], repository: string): void {
  const filters = stages.map((stage) => `--filter=@reddit-crawler/${stage}`);
  const { code, output } = runTurbo(["build", ...filters, "--output-logs=errors-only"], repository);
  if (code !== 0)
    throw new CommandError(
      `${output}The build failed. See why: npx -y pnpm@12 ${stages.map((stage) => `--filter ${stage}`).join(" ")} build`,
    );
}

/** What the build of `stage` in `repository` created. @throws {CommandError} when it is not built. */
export async function readArtifact(stage: Stage, repository: string): Promise<StageArtifact> {
  const read = async (ending: string) => {
    const file = join("packages", stage, "dist", `${stage}${ending}`);
    return readFile(join(repository, file)).catch((cause: unknown) => {
      const remedy = `Build it: npx -y pnpm@12 --filter ${stage} build`;
      throw new CommandError(`There is no ${file}. ${remedy}`, { cause });
    });
  };
  const zip = await read(".zip");
  const name = `${stage}/${createHash("sha256").update(zip).digest("hex")}`;
  const file = (ending: string, bytes: Uint8Array, contentType = "application/zip") => ({
    key: `${name}${ending}`,
    bytes,
    contentType,
  });
  const smokeTest: { environment: Record<string, string> } = JSON.parse(
    await readFile(join(repository, "packages", stage, "smoke.json"), "utf8"),
  );
  return {
    stage,
    key: `${name}.zip`,
    variables: Object.keys(smokeTest.environment),
    files: [
      file(".maps.zip", await read(".maps.zip")),
      file(".sbom.json", await read(".sbom.json"), "application/vnd.cyclonedx+json"),
      file(".zip", zip),
    ],
  };
}

/** Uploads the files that `store` does not have yet, and prints a line per stage. */
export async function uploadArtifacts(
  artifacts: readonly StageArtifact[],
  store: ArtifactStore,
  print: (line: string) => void,
): Promise<void> {
  for (const { key, files } of artifacts) {
    let isNew = false;
    for (const file of files) isNew = await store.put(file);
    print(isNew ? `${key}: uploaded` : `${key}: was there already`);
  }
}
