import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { startFauxqs } from "fauxqs";

import { createKeyTree, type KeyTree } from "./key-tree.ts";

/** Where fauxqs keeps the bytes of S3's objects. */
type Persistence = NonNullable<NonNullable<Parameters<typeof startFauxqs>[0]>["s3Persistence"]>;

/** An object's bytes: in memory, or the file that holds them alone. */
export type ObjectBytes = Buffer | { file: string };

/** The bytes of all objects, bucket by bucket. */
export interface AllObjects {
  persistence: Persistence;
  /** Of a bucket; undefined where there is none. */
  bucket: (name: string) => KeyTree<ObjectBytes> | undefined;
  /** Calls `listener` with each object once it is stored, until the function that it returns is called. */
  onStored: (listener: (bucket: string, key: string) => void) => () => void;
}

/** Chosen: records are shorter, most pictures are longer. */
const shortBytes = 32 * 1024;
/** Chosen: the records of some 10,000 posts. Beyond it short objects are files, too. */
const mostInMemory = 64 * 1_048_576;

/**
 * Keeps short objects in memory and each longer one in a file of its own in `folder`, which is never changed: an object
 * that replaces another one gets a new file. It keeps nothing for another run, so nothing but bytes is written.
 * fauxqs's own files are two for each object, in as many folders as its key has; they took a third of a crawl's
 * processor time. Everything happens at once, so that nobody sees half an object.
 */
export function objectBytes(folder: string): AllObjects {
  const buckets = new Map<string, KeyTree<ObjectBytes>>();
  const listeners = new Set<(bucket: string, key: string) => void>();
  let files = 0;
  let inMemory = 0;

  const hold = (body: Buffer): ObjectBytes => {
    if (body.length <= shortBytes && inMemory + body.length <= mostInMemory) {
      inMemory += body.length;
      // What came in one read of a socket would keep all of it.
      return Buffer.from(body);
    }
    const file = join(folder, String((files += 1)));
    try {
      writeFileSync(file, body, { flag: "wx" });
    } catch (error) {
      rmSync(file, { force: true });
      throw error;
    }
    return { file };
  };
  const drop = (bytes: ObjectBytes | undefined) => {
    if (bytes === undefined) return;
    if (Buffer.isBuffer(bytes)) inMemory -= bytes.length;
    else rmSync(bytes.file, { force: true });
  };
  const store: Persistence["upsertObject"] = (bucket, { key, body }) => {
    const objects = buckets.get(bucket);
    if (!objects) return;
    const bytes = hold(body);
    drop(objects.get(key));
    objects.set(key, bytes);
    for (const listener of listeners) listener(bucket, key);
  };
  const empty = (bucket: string) => {
    const objects = buckets.get(bucket);
    for (const bytes of objects?.values() ?? []) drop(bytes);
    if (objects) buckets.set(bucket, createKeyTree());
  };
  const emptyAll = () => [...buckets.keys()].forEach(empty);

  return {
    bucket: (name) => buckets.get(name),
    onStored: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    persistence: {
      insertBucket: (name) => void buckets.set(name, createKeyTree()),
      deleteBucket: (name) => void buckets.delete(name),
      upsertObject: store,
      // fauxqs has the parts in memory.
      completeMultipartUpload: (_uploadId, bucket, object) => store(bucket, object),
      readBody: (bucket, key) => {
        const bytes = buckets.get(bucket)?.get(key);
        if (bytes === undefined) throw new Error(`There are no bytes of ${bucket}/${key}.`);
        return bytesOf(bytes);
      },
      deleteObject: (bucket, key) => {
        drop(buckets.get(bucket)?.get(key));
        buckets.get(bucket)?.delete(key);
      },
      renameObject: (bucket, sourceKey, destKey) => {
        const objects = buckets.get(bucket);
        const bytes = objects?.get(sourceKey);
        if (!objects || bytes === undefined) return;
        if (sourceKey === destKey) return;
        drop(objects.get(destKey));
        objects.set(destKey, bytes);
        objects.delete(sourceKey);
      },
      deleteObjectsByBucket: empty,
      deleteAllObjects: emptyAll,
      purgeAll: emptyAll,
      insertMultipartUpload: () => {},
      upsertMultipartPart: () => {},
      deleteMultipartUpload: () => {},
      deleteAllMultipartUploads: () => {},
      saveBucketLifecycleConfiguration: () => {},
      deleteBucketLifecycleConfiguration: () => {},
      loadS3: () => {},
      close: () => {},
    },
  };
}

/** The bytes, read where they lie. */
export function bytesOf(bytes: ObjectBytes): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : readFileSync(bytes.file);
}
