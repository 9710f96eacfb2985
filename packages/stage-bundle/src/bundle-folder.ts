import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { ZipEntry } from "./zip-writer.ts";

/** What the bundler left behind: the files that run, and the source maps that only people need. */
export interface Bundle {
  code: ZipEntry[];
  maps: ZipEntry[];
}

/** The files of `folder`, those of its subfolders included. @throws when there is no code, as before a build. */
export function readBundle(folder: string): Bundle {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry): ZipEntry => {
      const file = join(entry.parentPath, entry.name);
      return {
        path: file.slice(folder.length + 1).replaceAll("\\", "/"),
        bytes: readFileSync(file),
      };
    });
  const maps = entries.filter(({ path }) => path.endsWith(".map"));
  const code = entries.filter((entry) => !maps.includes(entry));
  if (code.length === 0) throw new Error(`${folder} holds no bundle. Run tsup first.`);
  return { code, maps };
}
