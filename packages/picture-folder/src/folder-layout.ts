import { join } from "node:path";

import { unreserved } from "./names/safe-name.ts";

/** Holds the crawls' own records. No subreddit can have this name. */
export const crawlsFolder = "_crawls";
/** Prefix of the objects in which the stages keep their state from one run to the next. */
export const statePrefix = "state/";

const pictureKey =
  /^media\/((?:[A-Za-z0-9][\w.-]*)\/(?:[0-9a-z]{1,13})\/(?:\d[\w-]*\.[a-z0-9]{2,4}))$/;
const recordKey = /^media\/([A-Za-z0-9][\w.-]*\/[0-9a-z]{1,13}\/post\.json)$/;

/** Where the object `key` lies below the output folder; undefined when it is no picture's key. */
export function picturePath(key: string): string | undefined {
  return onAnySystem(pictureKey.exec(key)?.[1]);
}

/** The key of the picture that has its usual place at `path` below the output folder; undefined when there is none. */
export function keyOfPath(path: string): string | undefined {
  const key = `media/${path.replaceAll(/(^|\/)_/g, "$1")}`;
  return picturePath(key) === path ? key : undefined;
}

/** Where the small copy of the picture at `path` lies below the output folder. It is made for the page, and never uploaded. */
export function smallCopyPath(path: string): string {
  return `${crawlsFolder}/small/${path}.webp`;
}

/** Where any object that the folder keeps lies below it; undefined for a key below `media/` that is no picture's or record's. */
export function pathInFolder(key: string): string | undefined {
  return key.startsWith("media/")
    ? (picturePath(key) ?? onAnySystem(recordKey.exec(key)?.[1]))
    : join(crawlsFolder, onAnySystem(key.replace(/^crawls\//, "")));
}

/** Subreddits such as r/con, and posts of Reddit's first year, have names that Windows keeps for its devices. */
function onAnySystem<Path extends string | undefined>(path: Path): Path | string {
  return path === undefined ? path : path.split("/").map(unreserved).join("/");
}
