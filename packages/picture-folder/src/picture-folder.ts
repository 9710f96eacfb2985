import { rm, stat } from "node:fs/promises";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";

import { inParallel } from "@reddit-crawler/function-runtime/in-parallel";
import { createKeyedLock } from "@reddit-crawler/function-runtime/keyed-lock";
import {
  crawlContinuationKey,
  crawlSummaryKey,
  latestPostRecordKey,
  postRecordKey,
  postRecordSchema,
  type LinkRecord,
  type PostRecord,
} from "@reddit-crawler/message-schema";

import { crawlsFolder, pathInFolder, smallCopyPath, statePrefix } from "./folder-layout.ts";
import { keepGivenUpPosts, type GivenUpPost } from "./given-up-posts.ts";
import { furtherPaths, type NameTemplate } from "./names/name-template.ts";
import { pictureNames } from "./names/picture-names.ts";
import { bringPicture, type PictureSource } from "./pictures/bring-picture.ts";
import { pictureState, type PictureState } from "./pictures/picture-state.ts";
import { writeSidecar } from "./pictures/sidecar.ts";
import { postFolders } from "./post-folders.ts";
import { queuedPosts } from "./queued-posts.ts";
import { readAs } from "./read-json.ts";
import { stageStates } from "./stage-states.ts";
import { writeWholeFile } from "./write-whole-file.ts";

/** What the folder needs of a media bucket. */
export interface FolderBucket extends PictureSource {
  /** The keys of the objects right below `prefix`. */
  keys(prefix: string): Promise<string[]>;
  put(key: string, body: string): Promise<void>;
}

/** What a person did to pictures that were kept, which stays as it is. */
export interface OwnChanges {
  changed: number;
  deleted: number;
}

/**
 * A folder of plain files that is a media bucket's memory between two runs:
 * `<subreddit>/<post id>/<nn>.<ext>`, or under names of a person's own, each with the time of its post; `post.json` in the
 * post's folder, and `_crawls/<crawl id>/` with every record.
 */
export interface PictureFolder {
  /**
   * Puts into `bucket` what earlier runs left: the records, and the stages' state. Only broken pictures are left out of
   * their records, so that they are downloaded again; what a person changed or deleted is not, and is counted.
   */
  seed(bucket: FolderBucket): Promise<OwnChanges>;
  /**
   * Keeps a decided post's pictures and records here, except over a picture that a person changed, or where one was
   * deleted that an earlier crawl stored. A picture of a bucket on the same disk is not copied. Safe to repeat; a
   * half-written file is never left.
   * @throws the first error, once every picture was attempted; the records are not written then.
   */
  keepPost(
    bucket: PictureSource,
    record: PostRecord,
    /** The keys of pictures that were read and found broken: they are replaced whatever their size. */
    broken?: readonly string[],
  ): Promise<void>;
  /** How many of these posts, whose pictures were kept, are no longer here at all. */
  missingPosts(records: readonly PostRecord[]): Promise<number>;
  /**
   * Copies a crawl's summary, where it goes on, and the stages' state here. Of a crawl that goes on somewhere, `keepPosts`
   * is awaited before: it keeps all that the summary counts, as it was when that was read.
   */
  keepCrawl(
    bucket: Pick<FolderBucket, "keys" | "get">,
    crawlId: string,
    keepPosts?: () => Promise<void>,
  ): Promise<void>;
  /** Keeps the messages of a crawl's posts that are not decided, those that are not kept yet. */
  keepQueued(crawlId: string, messages: readonly string[]): Promise<void>;
  /** Forgets where a crawl that is over would go on. */
  endCrawl(crawlId: string): Promise<void>;
  /** Writes which posts of a crawl are given up now. Writes nothing while they stay the same. */
  keepGivenUp(crawlId: string, posts: readonly GivenUpPost[]): Promise<void>;
}

/** What a person wants of the picture files. */
export interface FileChoices {
  /** How pictures that are new here are named; those that are here keep their names. */
  naming?: NameTemplate | undefined;
  /** Whether each picture gets a JSON file beside it that says where it is from. */
  sidecars?: boolean | undefined;
}

/** How a folder is used. */
export interface PictureFolderOptions extends FileChoices {
  /** False where what the stages remember is of no use to the next run, nor what the last one left to this. */
  keepsState?: boolean;
}

/** The picture folder at `path`, which need not exist yet. */
export function pictureFolder(
  path: string,
  { keepsState = true, naming, sidecars = false }: PictureFolderOptions = {},
): PictureFolder {
  const keptStates = new Map<string, Buffer>();
  const inTurn = createKeyedLock();
  let read: ReturnType<typeof pictureNames> | undefined;
  const names = () => (read ??= pictureNames(path));
  const queued = queuedPosts(path);

  /** The file of an object. @throws {Error} when its key is no picture's or record's. */
  const fileOf = (key: string) => {
    const inFolder = pathInFolder(key);
    const file = inFolder === undefined ? undefined : resolve(path, inFolder);
    if (file === undefined || relative(path, file).startsWith(`..${sep}`))
      throw new Error(`The object ${key} is no picture's, or leads outside ${path}.`);
    return file;
  };

  const keep = (key: string, bytes: Uint8Array) => writeWholeFile(fileOf(key), bytes);

  const keepChanged = async (key: string, bytes: Uint8Array | undefined) => {
    if (!bytes || keptStates.get(key)?.equals(bytes)) return;
    await keep(key, bytes);
    keptStates.set(key, Buffer.from(bytes));
  };

  const recordIn = (folder: string) =>
    readAs(join(folder, "post.json"), postRecordSchema).catch(() => undefined);

  /** Where a picture's file is; undefined where the key is no picture's: anybody may have written the record. */
  const pictureFile = async (key: string) => {
    const inFolder = (await names()).pathOf(key);
    return inFolder === undefined ? undefined : join(path, inFolder);
  };

  const stateOf = async ({ key = "", ...link }: LinkRecord): Promise<PictureState> => {
    const file = await pictureFile(key);
    return file === undefined ? "broken" : pictureState(file, link);
  };

  /** Where a picture is kept: where it was kept before, else under the name that a person wants. */
  const placeOf = async (key: string, link: LinkRecord, { post }: PostRecord, isKnown: boolean) => {
    const usual = await pictureFile(key);
    if (usual === undefined)
      throw new Error(`The object ${key} is no picture's, or leads outside ${path}.`);
    if (!naming || isKnown || (await pictureState(usual, link)) !== "missing") return usual;
    const ext = extname(key).slice(1);
    const picture = { post, nn: basename(key, `.${ext}`), ext };
    const wanted = naming(picture);
    const paths = [wanted, ...furtherPaths(wanted, picture)];
    return join(path, await (await names()).choose(key, paths, link));
  };

  /** Brings a picture here, unless it is here, or what is or is not here is a person's doing. */
  const keepPicture = async (
    bucket: PictureSource,
    key: string,
    link: LinkRecord,
    record: PostRecord,
    former: PostRecord | undefined,
    isBroken: boolean,
  ) => {
    // Kept before, and perhaps replaced by a better copy since.
    const earlier = former?.links.find((each) => each.key === key);
    const file = await placeOf(key, link, record, earlier !== undefined);
    const state = isBroken ? "broken" : await pictureState(file, link);
    const isOurs = earlier !== undefined && (await stateOf(earlier)) === "kept";
    if (state === "missing" && earlier && link.outcome === "already-stored") return;
    if (state !== "kept" && (state !== "changed" || isOurs)) {
      const isBrought = await bringPicture(bucket, key, file, record.post.createdAt);
      if (!isBrought && state === "missing" && earlier) return;
      if (!isBrought) throw new Error(`A record names ${key}, which is not stored.`);
      // It may be older than the copy that the page made of the picture before it.
      await rm(join(path, smallCopyPath(relative(path, file))), { force: true });
    }
    await writeSidecar(file, record, link, sidecars);
  };

  return {
    seed: async (bucket) => {
      const own: OwnChanges = { changed: 0, deleted: 0 };
      await inParallel(16, await postFolders(path), async (folder) => {
        const record = await recordIn(folder);
        if (!record) return;
        const links: LinkRecord[] = [];
        for (const link of record.links) {
          const state = link.key === undefined ? "kept" : await stateOf(link);
          if (state === "changed") own.changed += 1;
          if (state === "missing") own.deleted += 1;
          if (state !== "broken") links.push(link);
        }
        await bucket.put(
          latestPostRecordKey(record.post.subreddit, record.post.id),
          JSON.stringify({ ...record, links }),
        );
      });
      if (!keepsState) return own;
      for (const [name, text] of await stageStates(join(path, crawlsFolder, statePrefix)))
        await bucket.put(`${statePrefix}${name}`, text);
      return own;
    },

    keepPost: async (bucket, record, broken = []) => {
      const recordKey = latestPostRecordKey(record.post.subreddit, record.post.id);
      const former = await recordIn(dirname(fileOf(recordKey)));
      const failures: unknown[] = [];
      await inParallel(4, record.links, async (link) => {
        const { key } = link;
        if (key === undefined) return;
        try {
          await keepPicture(bucket, key, link, record, former, broken.includes(key));
        } catch (error) {
          failures.push(error);
        }
      });
      if (failures.length > 0) throw failures[0];
      const text = Buffer.from(`${JSON.stringify(record, undefined, 2)}\n`);
      if (record.links.some(({ key }) => key !== undefined)) await keep(recordKey, text);
      await keep(postRecordKey(record.crawlId, record.post.id), text);
    },

    missingPosts: async (records) => {
      let missing = 0;
      await inParallel(16, records, async ({ post, links }) => {
        if (!links.some(({ key }) => key !== undefined)) return;
        const file = fileOf(latestPostRecordKey(post.subreddit, post.id));
        await stat(file).catch(() => (missing += 1));
      });
      return missing;
    },

    keepCrawl: async (bucket, crawlId, keepPosts) => {
      const placeKey = crawlContinuationKey(crawlId);
      const place = await bucket.get(placeKey);
      const summary = await bucket.get(crawlSummaryKey(crawlId));
      if (place) await keepPosts?.();
      await keepChanged(crawlSummaryKey(crawlId), summary);
      await keepChanged(placeKey, place);
      // One after the other: of two crawls that keep the same state, the later read must not be overwritten.
      await inTurn("state", async () => {
        const stateKeys = keepsState ? await bucket.keys(statePrefix) : [];
        for (const key of stateKeys) await keepChanged(key, await bucket.get(key));
      });
    },

    keepQueued: (crawlId, messages) => queued.keep(crawlId, messages),
    endCrawl: (crawlId) => queued.end(crawlId),

    keepGivenUp: keepGivenUpPosts(path),
  };
}
