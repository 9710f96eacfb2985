import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../packages", import.meta.url));
const sources = new Map<string, string>();

/** All that a stage runs, as text; its tests left out. Empty for a stage that is not there. */
export function sourceOf(stage: string): string {
  const known = sources.get(stage);
  if (known !== undefined) return known;
  const source = filesBelow(join(packages, stage, "src"))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  sources.set(stage, source);
  return source;
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) =>
      join(folder, name),
    );
  } catch {
    return [];
  }
}
