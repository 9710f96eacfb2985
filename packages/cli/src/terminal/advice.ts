import { basename } from "node:path";

import type { OwnChanges } from "@reddit-crawler/picture-folder/picture-folder";

import { countOf } from "./crawl-units.ts";

/** Codes of function-runtime's network errors that a person at this machine may be able to fix. */
const unreachableCodes: ReadonlySet<unknown> = new Set([
  "host-not-found",
  "connection-refused",
  "connect-timeout",
  "proxy-refused",
]);
const unreachableSystemCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/** What the system says about files, in words. */
const fileTroubles: Readonly<Record<string, string>> = {
  EACCES: "cannot be written",
  EPERM: "cannot be written",
  EROFS: "cannot be written",
  ENOTDIR: "cannot be written",
  EEXIST: "cannot be written",
  ENOENT: "is not there and cannot be made",
  ELOOP: "is a link that leads to itself",
  ENAMETOOLONG: "is too long a name",
  EISDIR: "is a folder, where a file has to be",
  EFBIG: "is larger than this disk allows",
  EIO: "cannot be read or written, perhaps since the disk is failing",
};
/** The system gives no path with these. */
const spaceTroubles: Readonly<Record<string, string>> = {
  ENOSPC: "The disk is full",
  EDQUOT: "Your share of the disk is used up",
};

/** What a person can check when a server cannot be reached. */
export const whatToCheck = "check the network, and HTTPS_PROXY where there is a proxy";

/** Whether a failure's `code` says that a server was not reached at all. */
export function isUnreachable(code: unknown): boolean {
  return unreachableCodes.has(code);
}

/**
 * What a person can do about an error of the operating system; undefined for any other error. `folder` is where the command
 * keeps its files.
 */
export function systemAdvice(error: unknown, folder: string): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    // Of a file that is moved into its place, that place.
    const { dest, path: from }: NodeJS.ErrnoException & { dest?: string } = cause;
    const path = dest ?? from;
    if (code === "EADDRINUSE")
      return `${cause.message.replace(/^listen EADDRINUSE: /, "")}: choose another port with --port, or end what listens there.`;
    const space = spaceTroubles[code];
    if (space !== undefined)
      return `${space} (${code}), at ${path ?? folder}: make room, and run the same command again to go on; or choose another folder with --out.`;
    const trouble = fileTroubles[code];
    if (trouble !== undefined && path !== undefined)
      return `${shortPath(path)} ${trouble} (${code}): choose another folder with --out, or move away what is in the way.`;
    if (code === "EMFILE" || code === "ENFILE")
      return `Too many files are open (${code}): end other programs, or raise the limit with "ulimit -n 4096", and run the same command again.`;
    if (unreachableSystemCodes.has(code))
      return `A server could not be reached (${cause.message}): ${whatToCheck}.`;
  }
  return undefined;
}

/** What a person can do when what a command says cannot be written, as where its standard output is a file on a full disk. */
export function streamAdvice({ code, message }: NodeJS.ErrnoException): string {
  const space = spaceTroubles[code ?? ""];
  return space === undefined
    ? `The standard output cannot be written (${code ?? message}): send it elsewhere.`
    : `${space} (${code}), at the standard output: make room, or send it elsewhere.`;
}

/** Characters: a longer path fills the screen. */
const longestPath = 200;

function shortPath(path: string): string {
  return path.length <= longestPath ? path : `${path.slice(0, longestPath)}…`;
}

/** What stays as a person left it, and how to have it as it was; undefined where there is nothing of the kind. */
export function ownChangesHint({ changed, deleted }: OwnChanges): string | undefined {
  const parts = [
    ...(changed > 0 ? [`${countOf(changed, "picture")} that you changed`] : []),
    ...(deleted > 0 ? [`${countOf(deleted, "picture")} that you deleted`] : []),
  ];
  if (parts.length === 0) return undefined;
  return `Left as they are: ${parts.join(" and ")}. To download one again, remove its post's folder.`;
}

/** Pictures: less than a window of the page shows. */
const fewWithoutCopy = 10;

/**
 * Where the page that shows a folder is, and why it does not have the usual name where it does not. Of many large pictures
 * `withoutCopy` how to have their small copies.
 */
export function whereToLook(page: string, withoutCopy = 0): string {
  const words = `Look at them in a browser: ${page}`;
  const named =
    basename(page) === "index.html"
      ? words
      : `${words} (the index.html there belongs to something else and stays as it is)`;
  return withoutCopy < fewWithoutCopy
    ? named
    : `${named}\nIt has no small copies yet of ${withoutCopy} large pictures, and scrolls better once "start" has made them.`;
}
