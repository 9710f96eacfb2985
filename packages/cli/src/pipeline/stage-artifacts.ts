import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { parameterDefaults } from "@reddit-crawler/local-stack/template/parameter-values";
import type { Template } from "@reddit-crawler/local-stack/template/template";
import { builtFiles } from "@reddit-crawler/stage-bundle/built-files";

/**
 * Every required `…Artifact` parameter of the template, with the zip of the package that it is named after: that of `zips`
 * by the stage's name, else the one that the stage's own build left. @throws {CommandError} when a zip is missing.
 */
export function stageArtifacts(
  { Parameters }: Template,
  zips: Readonly<Record<string, string>> = {},
): { parameter: string; key: string; zip: string }[] {
  return Object.entries(parameterDefaults(Parameters))
    .filter(([name, byDefault]) => byDefault === undefined && name.endsWith("Artifact"))
    .map(([parameter]) => {
      const stage = parameter
        .slice(0, -"Artifact".length)
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-")
        .toLowerCase();
      const zip = zips[stage] ?? zipOf(stage);
      if (zip === undefined || !existsSync(zip))
        throw new CommandError(
          `${zip ?? `${stage}.zip`} is missing: the template's parameter ${parameter} needs it. Build it with "npx -y pnpm@12 build".`,
        );
      return { parameter, key: `${stage}.zip`, zip };
    });
}

function zipOf(stage: string): string | undefined {
  const files = Object.entries(builtFiles).find(([name]) => name === stage)?.[1];
  return files && fileURLToPath(files.zip);
}
