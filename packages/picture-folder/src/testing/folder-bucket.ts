import type { FolderBucket } from "../picture-folder.ts";

/** A bucket of texts in memory, and which of them were read. */
export function bucketOf(objects: Record<string, string>) {
  const reads: string[] = [];
  const bucket: FolderBucket & { objects: Record<string, string>; reads: string[] } = {
    objects,
    reads,
    keys: async (prefix) => Object.keys(objects).filter((key) => key.startsWith(prefix)),
    get: async (key) => {
      reads.push(key);
      return objects[key] === undefined ? undefined : Buffer.from(objects[key]);
    },
    put: async (key, body) => {
      objects[key] = body;
    },
  };
  return bucket;
}
