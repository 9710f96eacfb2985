import { constants } from "node:os";

import type { PostRecord } from "@reddit-crawler/message-schema";
import {
  pictureNames,
  type PictureNames,
} from "@reddit-crawler/picture-folder/names/picture-names";

import { smallCopies } from "./small-copies.ts";

/** The small copies of what a crawl keeps, made of the processor's time that nobody else wants. */
export interface CrawledCopies {
  /** Makes the copies of a post's large pictures, which are in the folder. */
  prepare: (record: PostRecord) => Promise<void>;
  /** Makes no more, at once. Resolves to how many were still to be made. */
  stop: () => Promise<number>;
}

/**
 * Bytes. Known without reading the file, so that small pictures cost nothing. Chosen: a photograph of 0.8 megapixels, below
 * which none is copied, has about as many; a drawing of more pixels gets its copy from `start`.
 */
const leastBytes = 300_000;

/** The copies of the picture folder at `folder`. Nothing is read or started before the first large picture. */
export function crawledCopies(folder: string): CrawledCopies {
  const copies = smallCopies(folder, constants.priority.PRIORITY_LOW);
  let reading: Promise<PictureNames> | undefined;
  return {
    prepare: async ({ links }) => {
      const keys = links.flatMap(({ key, bytes = 0 }) =>
        key !== undefined && bytes >= leastBytes ? [key] : [],
      );
      if (keys.length === 0) return;
      const names = await (reading ??= pictureNames(folder));
      await names.refresh();
      copies.prepare(keys.flatMap((key) => names.pathOf(key) ?? []));
    },
    stop: copies.stop,
  };
}
