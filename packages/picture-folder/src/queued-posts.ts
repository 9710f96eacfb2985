import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { crawlsFolder } from "./folder-layout.ts";
import { makeFolder } from "./make-folder.ts";

/** Where the messages of a crawl's posts are kept, one a line; a later one of a post counts. */
export function queuedFileOf(folder: string, crawlId: string): string {
  return join(folder, crawlsFolder, crawlId, "queue.jsonl");
}

/** Where a crawl goes on. */
export function placeFileOf(folder: string, crawlId: string): string {
  return join(folder, crawlsFolder, crawlId, "continuation.json");
}

/** Keeps the messages of posts that are not decided, so that a stopped crawl can send them again. */
export function queuedPosts(folder: string) {
  const seen = new Map<string, Set<string>>();
  return {
    /** Adds the messages that are not there yet. A line that was cut off by a crash is one of a post that nothing counts. */
    async keep(crawlId: string, messages: readonly string[]): Promise<void> {
      const known = seen.get(crawlId) ?? new Set();
      seen.set(crawlId, known);
      const fresh = messages.filter((message) => !known.has(message));
      if (fresh.length === 0) return;
      await makeFolder(join(folder, crawlsFolder, crawlId));
      // The line before may have been cut off.
      const lines = fresh.map((message) => `\n${message}`);
      await appendFile(queuedFileOf(folder, crawlId), `${lines.join("")}\n`);
      for (const message of fresh) known.add(message);
    },

    async end(crawlId: string): Promise<void> {
      await rm(placeFileOf(folder, crawlId), { force: true });
      await rm(queuedFileOf(folder, crawlId), { force: true });
      seen.delete(crawlId);
    },
  };
}
