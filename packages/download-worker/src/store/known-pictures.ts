import type { NewPicture, StoredPicture } from "./picture-store.ts";

/** What the store knows of the same picture in other places. */
export interface KnownPictures {
  /**
   * Puts the picture at `fromKey`, which has this sha256, at `picture.key` too, unless that is taken: then the answer is
   * the picture that is there. Undefined when there is none at `fromKey`. @throws {RetryableError} when the store could
   * not decide.
   */
  copy(
    fromKey: string,
    picture: NewPicture & { sha256: string },
    signal: AbortSignal,
  ): Promise<"created" | StoredPicture | undefined>;
  /**
   * Claims that `key` has a picture with this sha256. Resolves to the key of the one that was there first: `key` itself
   * when none was. A second claim changes nothing. @throws {RetryableError} when the store could not decide.
   */
  claim(sha256: string, key: string, signal: AbortSignal): Promise<string>;
}
