import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { readTemplate } from "@reddit-crawler/local-stack/template/crawler-template";
import { builtFiles } from "@reddit-crawler/stage-bundle/built-files";

import type { ArtifactFile, ArtifactStore } from "../world.ts";
import { variablesOf } from "./stage-variables.ts";
import type { Stage } from "./stages.ts";

/** What a stage's build created, under keys that name the content. */
export interface StageArtifact {
  stage: Stage;
  /** `<stage>/<sha256 of the zip>.zip`: the same code always has the same key. */
  key: string;
  /** The environment variables that the template of this version gives it. */
  variables: readonly string[];
  /** The source maps, the bill of materials and, last, the zip: where the zip exists, the others do too. */
  files: readonly ArtifactFile[];
}

/** What the build of `stage` left. @throws {CommandError} when it is not built. */
export async function readArtifact(
  stage: Stage,
  { zip, maps, sbom }: Record<"zip" | "maps" | "sbom", URL> = builtFiles[stage],
): Promise<StageArtifact> {
  const read = async (file: URL) =>
    readFile(file).catch((cause: unknown) => {
      const remedy = `Build it: npx -y pnpm@12 --filter ${stage} build`;
      throw new CommandError(`There is no ${fileURLToPath(file)}. ${remedy}`, { cause });
    });
  const bytes = await read(zip);
  const name = `${stage}/${createHash("sha256").update(bytes).digest("hex")}`;
  const file = (ending: string, bytes: Uint8Array, contentType = "application/zip") => ({
    key: `${name}${ending}`,
    bytes,
    contentType,
  });
  return {
    stage,
    key: `${name}.zip`,
    variables: variablesOf(stage, readTemplate()),
    files: [
      file(".maps.zip", await read(maps)),
      file(".sbom.json", await read(sbom), "application/vnd.cyclonedx+json"),
      file(".zip", bytes),
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
