import type { NewPicture, PictureStore } from "../picture-store.ts";
import { sourceUrlText } from "../picture-store.ts";

/** One picture that the store holds. */
export interface MemoryPicture extends NewPicture {
  body: Buffer;
  sha256: string;
}

/** A picture store in memory that writes each key once, and tells what became of every upload. */
export function memoryPictureStore(effects: string[] = []) {
  const pictures = new Map<string, MemoryPicture>();
  const uploads = { opened: 0, completed: 0, aborted: 0 };
  const faults: unknown[] = [];

  const store: PictureStore = {
    open(picture) {
      uploads.opened += 1;
      const chunks: Uint8Array[] = [];
      return {
        async write(chunk) {
          chunks.push(Uint8Array.from(chunk));
        },
        async complete(sha256) {
          const fault = faults.shift();
          if (fault !== undefined) throw fault;
          uploads.completed += 1;
          const taken = pictures.get(picture.key);
          if (taken) {
            const { body, contentType, crawlId, sourceUrl } = taken;
            return {
              bytes: body.length,
              contentType,
              crawlId,
              sha256: taken.sha256,
              sourceUrl: sourceUrlText(sourceUrl),
            };
          }
          effects.push(`put ${picture.key}`);
          pictures.set(picture.key, { ...picture, body: Buffer.concat(chunks), sha256 });
          return "created";
        },
        async abort() {
          uploads.aborted += 1;
        },
      };
    },
  };
  return { store, pictures, uploads, faults };
}
