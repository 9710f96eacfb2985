import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";

import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { LinkRecord, PostRecord } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { isAbsent } from "../read-json.ts";
import { writeWholeFile } from "../write-whole-file.ts";

/** What tells a sidecar from any other JSON file. */
const sidecarSchema = z.object({ schemaVersion: z.literal(1), key: z.string(), file: z.string() });

/**
 * Writes `<file>.json` beside the picture `file`: what its post and its record say of it. Where there is one already, it is
 * kept true whether it is `wanted` or not; another program's file of that name stays as it is.
 * @throws the system's error when it cannot be written.
 */
export async function writeSidecar(
  file: string,
  record: PostRecord,
  link: LinkRecord,
  wanted: boolean,
): Promise<void> {
  const sidecar = `${file}.json`;
  const former = await textOf(sidecar);
  if (former === undefined && !wanted) return;
  if (former !== undefined && !z.safeParse(sidecarSchema, parseJson(former)).success) return;
  const text = `${JSON.stringify(sidecarOf(file, record, link), undefined, 2)}\n`;
  if (text !== former) await writeWholeFile(sidecar, text);
}

function sidecarOf(file: string, { post }: PostRecord, link: LinkRecord) {
  const { id, subreddit, title, author, permalink, createdAt, score, flair, over18, spoiler } =
    post;
  return {
    schemaVersion: 1,
    file: basename(file),
    title,
    author,
    subreddit,
    postId: id,
    permalink,
    createdAt,
    score,
    flair,
    nsfw: over18,
    spoiler,
    position: link.position,
    item: link.item,
    foundIn: link.foundIn,
    sourceUrl: link.url,
    page: link.page,
    copy: link.quality,
    insteadOf: link.insteadOf,
    sameAs: link.duplicateOf,
    contentType: link.contentType,
    bytes: link.bytes,
    sha256: link.sha256,
    key: link.key,
  };
}

/** Undefined where there is no such file; a folder or a pipe has no text. */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).isFile() ? await readFile(file, "utf8") : "";
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}
