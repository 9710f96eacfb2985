import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

import { isPartialFile } from "./write-whole-file.ts";

/** What the stages left in `folder`, by name. What is no file, or may not be read, is passed over: the stages begin anew. */
export async function stageStates(folder: string): Promise<[name: string, text: string][]> {
  const states: [string, string][] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (isPartialFile(name) || found?.isFile() !== true) continue;
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text !== undefined) states.push([name, text]);
  }
  return states;
}
