import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { parameterDefaults } from "@reddit-crawler/local-stack/template/parameter-values";
import type { Template } from "@reddit-crawler/local-stack/template/template";
import { builtFiles } from "@reddit-crawler/stage-bundle/built-files";

/**
 * Every required `…Artifact` parameter of the template, with the code of the package that it is named after: the zip of
 * `zips` by the stage's name, else the one that the stage's own build left, or what the command's build unpacked of it.
 * @throws {CommandError} when a zip is missing.
 */
export function stageArtifacts(
  { Parameters }: Template,
  zips: Readonly<Record<string, string>> = {},
): { parameter: string; key: string; code: string }[] {
  return Object.entries(parameterDefaults(Parameters))
    .filter(([name, byDefault]) => byDefault === undefined && name.endsWith("Artifact"))
    .map(([parameter]) => {
      const stage = parameter
        .slice(0, -"Artifact".length)
        .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "-")
        .toLowerCase();
      const code = zips[stage] ?? codeOf(stage);
      if (code === undefined || !existsSync(code))
        throw new CommandError(
          `${code ?? `${stage}.zip`} is missing: the template's parameter ${parameter} needs it. Build it with "npx -y pnpm@12 build".`,
        );
      return { parameter, key: `${stage}.zip`, code };
    });
}

function codeOf(stage: string): string | undefined {
  const files = Object.entries(builtFiles).find(([name]) => name === stage)?.[1];
  if (!files) return undefined;
  const zip = fileURLToPath(files.zip);
  const unpacked = join(dirname(zip), "functions", stage);
  return existsSync(unpacked) ? unpacked : zip;
}
