import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

import { crawlsFolder } from "./folder-layout.ts";

/**
 * Every post's folder below the picture folder at `path`: `<subreddit>/<post id>`, and any other two levels down. A link
 * to a folder counts as one, since a person may keep a subreddit on another disk.
 */
export async function postFolders(path: string): Promise<string[]> {
  const posts: string[] = [];
  for (const subreddit of await entriesOf(path))
    if (subreddit.name !== crawlsFolder && (await isFolder(path, subreddit)))
      for (const post of await entriesOf(join(path, subreddit.name)))
        if (await isFolder(join(path, subreddit.name), post))
          posts.push(join(path, subreddit.name, post.name));
  return posts;
}

async function isFolder(parent: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  const target = await stat(join(parent, entry.name)).catch(() => undefined);
  return target?.isDirectory() === true;
}

/** What lies in a folder; nothing where it may not be read, as in the `lost+found` of a disk of its own. */
async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "EACCES" || code === "EPERM") return [];
    throw error;
  }
}
