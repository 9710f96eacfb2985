import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { CommandError } from "../command-error.ts";
import type { Stage } from "./stages.ts";

/** One object of the artifact bucket. */
export interface ArtifactFile {
  key: string;
  bytes: Uint8Array;
  contentType: string;
}

/** What a stage's build left behind, under keys that say what it holds. */
export interface StageArtifact {
  stage: Stage;
  /** `<stage>/<sha256 of the zip>.zip`: the same code always has the same key. */
  key: string;
  /** The environment variables that its smoke test gives it, which are those that it reads. */
  variables: readonly string[];
  /** The source maps, the bill of materials and, last, the zip: where it is, the others are too. */
  files: readonly ArtifactFile[];
}

/** What is built of `stage` in `repository`. @throws {CommandError} when it is not built. */
export async function readArtifact(stage: Stage, repository: string): Promise<StageArtifact> {
  const read = async (ending: string) => {
    const file = join("packages", stage, "dist", `${stage}${ending}`);
    try {
      return await readFile(join(repository, file));
    } catch (error) {
      throw new CommandError(
        `There is no ${file}. Build it: npx -y pnpm@12 --filter ${stage} build`,
        {
          cause: error,
        },
      );
    }
  };
  const zip = await read(".zip");
  const name = `${stage}/${createHash("sha256").update(zip).digest("hex")}`;
  const smokeTest: { environment: Record<string, string> } = JSON.parse(
    await readFile(join(repository, "packages", stage, "smoke.json"), "utf8"),
  );
  return {
    stage,
    key: `${name}.zip`,
    variables: Object.keys(smokeTest.environment),
    files: [
      {
        key: `${name}.maps.zip`,
        bytes: await read(".maps.zip"),
        contentType: "application/zip",
      },
      {
        key: `${name}.sbom.json`,
        bytes: await read(".sbom.json"),
        contentType: "application/vnd.cyclonedx+json",
      },
      { key: `${name}.zip`, bytes: zip, contentType: "application/zip" },
    ],
  };
}
