import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import type { KnownPictures } from "../store/known-pictures.ts";
import {
  sourceUrlText,
  type NewPicture,
  type PictureStore,
  type StoredPicture,
} from "../store/picture-store.ts";

/** One picture that the store holds. */
export interface MemoryPicture extends NewPicture {
  body: Buffer;
  sha256: string;
}

/** A picture store in memory that writes each key once, and counts what became of every upload. */
export function memoryPictureStore(effects: string[] = []) {
  const pictures = new Map<string, MemoryPicture>();
  const uploads = { opened: 0, completed: 0, aborted: 0 };
  const faults: unknown[] = [];
  const claimFaults: unknown[] = [];

  const claims = new Map<string, string>();
  const stored = (key: string): StoredPicture | undefined => {
    const taken = pictures.get(key);
    if (!taken) return undefined;
    const { body, contentType, crawlId, sourceUrl, sha256, isSole = false } = taken;
    return {
      bytes: body.length,
      contentType,
      crawlId,
      sha256,
      sourceUrl: sourceUrlText(sourceUrl),
      isSole,
    };
  };

  const knownPictures: KnownPictures = {
    async copy(fromKey, picture, signal) {
      failWhenOver(signal);
      const source = pictures.get(fromKey);
      if (!source) return undefined;
      const taken = stored(picture.key);
      if (taken) return taken;
      effects.push(`copy ${fromKey} to ${picture.key}`);
      pictures.set(picture.key, { ...picture, body: source.body });
      return "created";
    },
    async claim(sha256, key, signal) {
      failWhenOver(signal);
      const fault = claimFaults.shift();
      if (fault !== undefined) throw fault;
      const first = claims.get(sha256) ?? key;
      claims.set(sha256, first);
      return first;
    },
  };
  const found: string[] = [];
  const store: PictureStore = {
    async find(key, signal) {
      failWhenOver(signal);
      found.push(key);
      return stored(key);
    },
    open(picture, signal) {
      uploads.opened += 1;
      const chunks: Uint8Array[] = [];
      return {
        async write(chunk) {
          chunks.push(Uint8Array.from(chunk));
        },
        async complete(sha256) {
          failWhenOver(signal);
          const fault = faults.shift();
          if (fault !== undefined) throw fault;
          uploads.completed += 1;
          const taken = stored(picture.key);
          if (taken) return taken;
          effects.push(`put ${picture.key}`);
          pictures.set(picture.key, { ...picture, body: Buffer.concat(chunks), sha256 });
          return picture.isSole === true ? "created-sole" : "created";
        },
        async abort() {
          uploads.aborted += 1;
        },
      };
    },
  };
  return { store, knownPictures, pictures, found, uploads, faults, claimFaults };
}

/** As S3's adapters do. */
function failWhenOver(signal: AbortSignal): void {
  if (signal.aborted) throw new RetryableError("bucket-unavailable", "s3: AbortError");
}
