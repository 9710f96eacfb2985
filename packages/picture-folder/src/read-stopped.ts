import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import {
  crawlRequestSchema,
  postMessageSchema,
  type CrawlRequest,
  type PostMessage,
} from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { crawlsFolder } from "./folder-layout.ts";
import { placeFileOf, queuedFileOf } from "./queued-posts.ts";
import { isAbsent, readAs } from "./read-json.ts";

/** The requests that go on with crawls which were stopped in `folder`, the newest first. */
export async function readPlaces(folder: string): Promise<CrawlRequest[]> {
  const names = await readdir(join(folder, crawlsFolder)).catch(noneIfAbsent);
  const places: CrawlRequest[] = [];
  for (const crawlId of names.toSorted().toReversed()) {
    const place = await readAs(placeFileOf(folder, crawlId), crawlRequestSchema);
    if (place?.crawlId === crawlId) places.push(place);
  }
  return places;
}

/** The messages of a crawl's posts that were queued when it was stopped or before, the last one of each post. */
export async function readQueued(folder: string, crawlId: string): Promise<PostMessage[]> {
  const text = await readFile(queuedFileOf(folder, crawlId), "utf8").catch((error: unknown) => {
    if (isAbsent(error)) return "";
    throw error;
  });
  const messages = new Map<string, PostMessage>();
  for (const line of text.split("\n")) {
    const { success, data } = z.safeParse(postMessageSchema, parseJson(line));
    if (success && data.crawlId === crawlId) messages.set(data.post.id, data);
  }
  return [...messages.values()];
}

function noneIfAbsent(error: unknown): string[] {
  if (isAbsent(error)) return [];
  throw error;
}
