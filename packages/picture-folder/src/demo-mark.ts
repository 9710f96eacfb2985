import { access } from "node:fs/promises";
import { join } from "node:path";

import { crawlsFolder } from "./folder-layout.ts";
import { writeWholeFile } from "./write-whole-file.ts";

const markOf = (folder: string, crawlId: string) => join(folder, crawlsFolder, crawlId, "demo");

/** Marks a crawl of `folder` as one of the demo's Reddit: the real one would answer something else. */
export async function markAsDemo(folder: string, crawlId: string): Promise<void> {
  await writeWholeFile(markOf(folder, crawlId), "");
}

/** Whether a crawl of `folder` asked the demo's Reddit. */
export async function isDemo(folder: string, crawlId: string): Promise<boolean> {
  return access(markOf(folder, crawlId)).then(
    () => true,
    () => false,
  );
}
