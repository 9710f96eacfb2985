import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { parseTemplate } from "@reddit-crawler/local-stack/template/parse-template";

import { repositoryRoot } from "../stages.ts";

/** A function has one core at this size, and its share of one at smaller ones (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html). */
export const oneCoreMb = 1769;

/** The memory of each function of the template, in MB, by logical id. */
export async function memorySizes(): Promise<Map<string, number>> {
  const text = await readFile(join(repositoryRoot, "infra/template.yaml"), "utf8");
  return new Map(
    Object.entries(parseTemplate(text).Resources).flatMap(([logicalId, { Properties }]) =>
      Properties?.["MemorySize"] === undefined
        ? []
        : [[logicalId, Number(Properties["MemorySize"])] as const],
    ),
  );
}
