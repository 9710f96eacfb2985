import { utimes, writeFile } from "node:fs/promises";

import { makeWholeFile } from "../write-whole-file.ts";

/** Where pictures come from. */
export interface PictureSource {
  /** An object's bytes; undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  /**
   * Gives an object's bytes the further name `file`, so that they are on the disk once; false where that cannot be.
   * Absent where the bucket is elsewhere.
   */
  linkTo?(key: string, file: string): Promise<boolean>;
}

/**
 * Puts the picture of an object into `file`, whole or not at all, with the time `createdAt` where there is one.
 * Resolves to false, and leaves `file` as it was, when there is no such object.
 */
export async function bringPicture(
  source: PictureSource,
  key: string,
  file: string,
  createdAt: string | undefined,
): Promise<boolean> {
  const isLinked = await makeWholeFile(file, async (partial) => {
    if (!(await source.linkTo?.(key, partial))) return false;
    await setTime(partial, createdAt);
    return true;
  });
  if (isLinked) return true;
  const picture = await source.get(key);
  if (!picture) return false;
  return makeWholeFile(file, async (partial) => {
    await writeFile(partial, picture);
    await setTime(partial, createdAt);
    return true;
  });
}

async function setTime(file: string, createdAt: string | undefined): Promise<void> {
  if (createdAt === undefined) return;
  const at = new Date(createdAt);
  try {
    await utimes(file, at, at);
  } catch (error) {
    // Some disks keep no such time, as those of cameras and of other machines: the picture matters more.
    if (!isTimeRefused(error)) throw error;
  }
}

function isTimeRefused(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "EPERM" || code === "EINVAL" || code === "ENOSYS" || code === "ENOTSUP";
}
