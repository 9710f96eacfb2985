import { join } from "node:path";

import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import { postRecordSchema, type PostRecord } from "@reddit-crawler/message-schema";

import { pictureNames } from "./names/picture-names.ts";
import { pictureState } from "./pictures/picture-state.ts";
import { postFolders } from "./post-folders.ts";
import { readAs } from "./read-json.ts";

/** A post of which pictures are broken, and which these are. */
export interface BrokenPost {
  record: PostRecord;
  /** The broken pictures' keys. */
  keys: string[];
}

/** What became of every picture that a folder's records name. */
export interface CheckedFolder {
  /** How many are byte for byte as they were kept. */
  whole: number;
  /** Those that a person edited or deleted: paths below the folder. */
  changed: string[];
  deleted: string[];
  broken: BrokenPost[];
}

/** A disk is kept busy by few readers, and pictures are large. */
const filesAtOnce = 4;

/**
 * Reads every picture of the folder at `path` and compares it with its record's sha256. What is no picture's key is passed
 * over: anybody may have written a record. @throws the system's error when the disk cannot be read.
 */
export async function checkPictures(path: string): Promise<CheckedFolder> {
  const names = await pictureNames(path);
  const found: CheckedFolder = { whole: 0, changed: [], deleted: [], broken: [] };
  await inParallel(filesAtOnce, await postFolders(path), async (folder) => {
    const record = await readAs(join(folder, "post.json"), postRecordSchema);
    const keys: string[] = [];
    for (const { key = "", ...link } of record?.links ?? []) {
      const inFolder = names.pathOf(key);
      if (inFolder === undefined) continue;
      const state = await pictureState(join(path, inFolder), link, true);
      if (state === "kept") found.whole += 1;
      else if (state === "changed") found.changed.push(inFolder);
      else if (state === "missing") found.deleted.push(inFolder);
      else keys.push(key);
    }
    if (record && keys.length > 0) found.broken.push({ record, keys });
  });
  return found;
}
