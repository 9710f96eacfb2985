import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** An npm package, of which a bundle holds at least one file. */
export interface BundledPackage {
  name: string;
  version: string;
  /** As its package.json has it: an SPDX expression, or whatever its authors wrote. Undefined where they wrote nothing. */
  license: string | undefined;
}

/**
 * The packages whose files some source maps name, each once, sorted by name and version in one text. Files of this repository belong
 * to no package: their licence and version are the repository's own.
 * `mapFolder` is where the maps lie, since their paths are relative to that.
 * @throws when a file of a package lies under no package.json with a name and a version.
 */
export function bundledPackages(
  sourceMaps: readonly string[],
  mapFolder: string,
): BundledPackage[] {
  const folders = new Set(
    sourceMaps
      .flatMap((map): string[] => JSON.parse(map).sources)
      .map((source) => resolve(mapFolder, source))
      .filter((file) => file.split(/[\\/]/).includes("node_modules"))
      .map(packageFolder),
  );
  const packages = new Map<string, BundledPackage>();
  for (const folder of folders) {
    const found = readPackage(folder);
    packages.set(`${found.name}@${found.version}`, found);
  }
  // By code units, so that the order is the same in every locale.
  return [...packages].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

/** The nearest folder above `file` whose package.json has a version; a package may have further ones that only say `type`. */
function packageFolder(file: string): string {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version !== undefined)
      return folder;
  }
  throw new Error(`${file} is in the bundle, and belongs to no package with a version.`);
}

function readPackage(folder: string): BundledPackage {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { name, version, license: typeof license === "string" ? license : undefined };
}
