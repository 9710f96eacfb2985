import { join } from "node:path";

import {
  crawlIdSchema,
  instantSchema,
  postIdSchema,
  subredditNameSchema,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { crawlsFolder } from "./folder-layout.ts";
import { readAs } from "./read-json.ts";
import { writeWholeFile } from "./write-whole-file.ts";

const givenUpPostSchema = z.object({
  crawlId: crawlIdSchema,
  postId: postIdSchema,
  subreddit: subredditNameSchema,
  title: z.string(),
  permalink: z.string(),
  /** How often it was attempted. */
  attempts: z.int().check(z.minimum(1)),
  /** The last error: its code, and its words for people. */
  code: z.string(),
  message: z.string(),
  /** When it was given up. */
  at: instantSchema,
});
/** A post that its queue gave up: its message lies in the dead-letter queue, and it has no record. */
export type GivenUpPost = z.infer<typeof givenUpPostSchema>;

const fileSchema = z.object({
  schemaVersion: z.literal(1),
  posts: z.array(givenUpPostSchema),
});

const fileOf = (folder: string, crawlId: string) =>
  join(folder, crawlsFolder, crawlId, "given-up.json");

/** Writes which posts of a crawl are given up now, none once all were redriven; nothing while they stay the same. */
export function keepGivenUpPosts(folder: string) {
  const kept = new Map<string, string>();
  return async (crawlId: string, posts: readonly GivenUpPost[]): Promise<void> => {
    const text = JSON.stringify(posts);
    if (text === (kept.get(crawlId) ?? "[]")) return;
    const file = { schemaVersion: 1, posts };
    await writeWholeFile(fileOf(folder, crawlId), `${JSON.stringify(file, undefined, 2)}\n`);
    kept.set(crawlId, text);
  };
}

/** The posts that a crawl gave up; none where the file is absent or is no such file. */
export async function readGivenUp(folder: string, crawlId: string): Promise<GivenUpPost[]> {
  return (await readAs(fileOf(folder, crawlId), fileSchema))?.posts ?? [];
}
