import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { crawlsFolder } from "./folder-layout.ts";

/** Every post's folder below the picture folder at `path`: `<subreddit>/<post id>`, and any other two levels down. */
export async function postFolders(path: string): Promise<string[]> {
  const posts: string[] = [];
  for (const subreddit of await entriesOf(path))
    if (subreddit.isDirectory() && subreddit.name !== crawlsFolder)
      for (const post of await entriesOf(join(path, subreddit.name)))
        if (post.isDirectory()) posts.push(join(path, subreddit.name, post.name));
  return posts;
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
