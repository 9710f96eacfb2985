/** JSON objects that change by compare-and-swap. Every method throws RetryableError when the store could not decide. */
export interface VersionedObjects {
  /** An object's text and its version; undefined when there is none. */
  read(key: string): Promise<{ text: string; version: string } | undefined>;
  /**
   * Writes `text` if the object still has `version`, or still does not exist where that is undefined.
   * Resolves to false when someone else was first.
   */
  write(key: string, text: string, version: string | undefined): Promise<boolean>;
}
