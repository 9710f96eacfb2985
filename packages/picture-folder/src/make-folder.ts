import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes `folder` and those above it, where they are not there. Unlike Node's own `mkdir` with `recursive`, it ends where
 * the system says that a folder is missing whose parent is there, as below `/proc`: Node asks again without end.
 * Resolves to whether it made `folder`.
 * @throws the system's error when one cannot be made.
 */
export async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EEXIST" && (await isFolder(folder))) return false;
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    return mkdir(folder).then(
      () => true,
      async (again: unknown) => {
        // Another writer may have made it meanwhile.
        if (!(await isFolder(folder))) throw again;
        return false;
      },
    );
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
