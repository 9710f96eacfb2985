import { access } from "node:fs/promises";
import { join } from "node:path";

import { writeWholeFile } from "@reddit-crawler/picture-folder/write-whole-file";

const markOf = (folder: string, crawlId: string) => join(folder, "_crawls", crawlId, "demo");

/** Marks a crawl of `folder` as one that asked the demo's Reddit: the real one would answer something else. */
export async function markAsDemo(folder: string, crawlId: string): Promise<void> {
  await writeWholeFile(markOf(folder, crawlId), Buffer.alloc(0));
}

/** Whether a crawl of `folder` asked the demo's Reddit. */
export async function isDemo(folder: string, crawlId: string): Promise<boolean> {
  return access(markOf(folder, crawlId)).then(
    () => true,
    () => false,
  );
}
