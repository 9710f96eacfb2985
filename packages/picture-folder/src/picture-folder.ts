import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";

import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import { createKeyedLock } from "@reddit-crawler/function-runtime/keyed-lock";
import {
  crawlSummaryKey,
  latestPostRecordKey,
  postRecordKey,
  postRecordSchema,
  type PostRecord,
} from "@reddit-crawler/message-schema";

import { crawlsFolder, pathInFolder, picturePath, statePrefix } from "./folder-layout.ts";
import { writeGivenUp, type GivenUpPost } from "./given-up-posts.ts";
import { readAs } from "./read-json.ts";
import { isPartialFile, writeWholeFile } from "./write-whole-file.ts";

/** What the folder needs of a media bucket. */
export interface FolderBucket {
  /** The keys of the objects right below `prefix`. */
  keys(prefix: string): Promise<string[]>;
  /** An object's bytes; undefined when there is none. */
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, body: string): Promise<void>;
}

/**
 * A folder of plain files that is a media bucket's memory between two runs:
 * `<subreddit>/<post id>/<nn>.<ext>` with `post.json` beside them, and `_crawls/<crawl id>/` with every record.
 */
export interface PictureFolder {
  /** Puts into `bucket` what earlier runs left: the records whose pictures are still here, and the stages' state. */
  seed(bucket: FolderBucket): Promise<void>;
  /**
   * Copies a decided post's pictures and records here. Safe to repeat; a half-written file is never left.
   * @throws the first error, once every picture was attempted; the records are not written then.
   */
  keepPost(bucket: Pick<FolderBucket, "get">, record: PostRecord): Promise<void>;
  /** Copies a crawl's summary and the stages' state here. */
  keepCrawl(bucket: Pick<FolderBucket, "keys" | "get">, crawlId: string): Promise<void>;
  /** Writes which posts of a crawl are given up now. Writes nothing while they stay the same. */
  keepGivenUp(crawlId: string, posts: readonly GivenUpPost[]): Promise<void>;
}

/** How a folder is used. */
export interface PictureFolderOptions {
  /** False where what the stages remember is of no use to the next run, nor what the last one left to this. */
  keepsState?: boolean;
}

/** The picture folder at `path`, which need not exist yet. */
export function pictureFolder(
  path: string,
  { keepsState = true }: PictureFolderOptions = {},
): PictureFolder {
  const keptStates = new Map<string, Buffer>();
  /** What was written of each crawl's given-up posts. */
  const keptGivenUp = new Map<string, string>();
  const inTurn = createKeyedLock();

  /** The file of an object. @throws {Error} when its key is no picture's or record's. */
  const fileOf = (key: string) => {
    const inFolder = pathInFolder(key);
    const file = inFolder === undefined ? undefined : resolve(path, inFolder);
    if (file === undefined || relative(path, file).startsWith(`..${sep}`))
      throw new Error(`The object ${key} is no picture's, or leads outside ${path}.`);
    return file;
  };

  const keep = (key: string, bytes: Uint8Array) => writeWholeFile(fileOf(key), bytes);

  const isHere = async (key: string, bytes: number) => {
    const found = await stat(fileOf(key)).catch(() => undefined);
    return found?.size === bytes;
  };

  const postFolders = async () => {
    const subreddits = await entriesOf(path);
    const posts: string[] = [];
    for (const subreddit of subreddits)
      if (subreddit.isDirectory() && subreddit.name !== crawlsFolder)
        for (const post of await entriesOf(join(path, subreddit.name)))
          if (post.isDirectory()) posts.push(join(path, subreddit.name, post.name));
    return posts;
  };

  /** The record in a post's folder without the links whose pictures are no longer there. */
  const rememberedPost = async (folder: string) => {
    const record = await readAs(join(folder, "post.json"), postRecordSchema).catch(() => undefined);
    if (!record) return undefined;
    const links = [];
    for (const link of record.links)
      if (
        link.key === undefined ||
        // Anybody may have written the file: a key that is no picture's is no picture.
        (picturePath(link.key) !== undefined && (await isHere(link.key, link.bytes ?? -1)))
      )
        links.push(link);
    return { ...record, links };
  };

  return {
    seed: async (bucket) => {
      await inParallel(16, await postFolders(), async (folder) => {
        const record = await rememberedPost(folder);
        if (record)
          await bucket.put(
            latestPostRecordKey(record.post.subreddit, record.post.id),
            JSON.stringify(record),
          );
      });
      if (!keepsState) return;
      const stateFolder = join(path, crawlsFolder, statePrefix);
      for (const name of await readdir(stateFolder).catch(() => []))
        if (!isPartialFile(name))
          await bucket.put(
            `${statePrefix}${name}`,
            await readFile(join(stateFolder, name), "utf8"),
          );
    },

    keepPost: async (bucket, record) => {
      const failures: unknown[] = [];
      await inParallel(4, record.links, async ({ key, bytes }) => {
        if (key === undefined || (await isHere(key, bytes ?? -1))) return;
        try {
          const picture = await bucket.get(key);
          if (!picture)
            throw new Error(
              `The record of post ${record.post.id} names ${key}, which is not stored.`,
            );
          await keep(key, picture);
        } catch (error) {
          failures.push(error);
        }
      });
      if (failures.length > 0) throw failures[0];
      const text = Buffer.from(`${JSON.stringify(record, undefined, 2)}\n`);
      if (record.links.some(({ key }) => key !== undefined))
        await keep(latestPostRecordKey(record.post.subreddit, record.post.id), text);
      await keep(postRecordKey(record.crawlId, record.post.id), text);
    },

    keepCrawl: async (bucket, crawlId) => {
      // One after the other: of two crawls that keep the same state, the later read must not be overwritten.
      await inTurn("state", async () => {
        const stateKeys = keepsState ? await bucket.keys(statePrefix) : [];
        for (const key of [crawlSummaryKey(crawlId), ...stateKeys]) {
          const bytes = await bucket.get(key);
          if (!bytes || keptStates.get(key)?.equals(bytes)) continue;
          await keep(key, bytes);
          keptStates.set(key, Buffer.from(bytes));
        }
      });
    },

    keepGivenUp: async (crawlId, posts) => {
      const text = JSON.stringify(posts);
      if (text === (keptGivenUp.get(crawlId) ?? "[]")) return;
      await writeGivenUp(path, crawlId, posts);
      keptGivenUp.set(crawlId, text);
    },
  };
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
