const pictureKey =
  /^media\/((?:[A-Za-z0-9][\w.-]*)\/(?:[0-9a-z]{1,13})\/(?:\d[\w-]*\.[a-z0-9]{2,4}))$/;

/** Where the object `key` lies below the output folder; undefined when it is no picture's key. */
export function picturePath(key: string): string | undefined {
  return pictureKey.exec(key)?.[1];
}
