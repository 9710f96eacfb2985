import { appendFile, lstat, open, stat } from "node:fs/promises";
import { dirname, extname, join } from "node:path";

import { createKeyedLock } from "@reddit-crawler/function-runtime/keyed-lock";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { LinkRecord } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { crawlsFolder, keyOfPath, picturePath } from "../folder-layout.ts";
import { makeFolder } from "../make-folder.ts";
import { pictureState } from "../pictures/picture-state.ts";
import { isAbsent } from "../read-json.ts";
import { safeComponent } from "./safe-name.ts";

/** Which pictures of a folder lie under names of their own: `_crawls/names.jsonl`, a line for each, the last of a key counts. */
export interface PictureNames {
  /** Where the picture with this key lies below the folder, or would; undefined when it is no picture's key. */
  pathOf: (key: string) => string | undefined;
  /** Whether a picture of the folder lies, or would, at this path. */
  has: (path: string) => boolean;
  /** Reads what another reader of the folder has written since. */
  refresh: () => Promise<void>;
  /**
   * Gives the picture the first of these paths that no other has, and keeps it. Without one its usual path.
   * @throws the system's error when it cannot be kept.
   */
  choose(
    key: string,
    paths: readonly string[],
    link: Pick<LinkRecord, "bytes" | "sha256">,
  ): Promise<string>;
}

/** What systems answer to a path that they cannot hold: below a file, too long, or of letters that the disk does not take. */
const refusesName: ReadonlySet<unknown> = new Set(["ENOTDIR", "ENAMETOOLONG", "EILSEQ", "EINVAL"]);

const lineSchema = z.object({ key: z.string(), path: z.string() });

/** The names of the folder at `folder`, which need not exist. What is no such line is passed over: anybody may have written it. */
export async function pictureNames(folder: string): Promise<PictureNames> {
  const file = join(folder, crawlsFolder, "names.jsonl");
  const paths = new Map<string, string>();
  /** By the path as every system compares it. */
  const keys = new Map<string, string>();
  const inTurn = createKeyedLock();
  let readBytes = 0;
  let isWhole = true;

  const take = (key: string, path: string) => {
    const former = paths.get(key);
    if (former !== undefined) keys.delete(folded(former));
    paths.set(key, path);
    keys.set(folded(path), key);
  };

  const read = async () => {
    const bytes = await bytesFrom(file, readBytes);
    const whole = bytes.subarray(0, bytes.lastIndexOf("\n") + 1);
    readBytes += whole.length;
    isWhole = whole.length === bytes.length;
    for (const line of whole.toString("utf8").split("\n")) {
      const { key, path } = z.safeParse(lineSchema, parseJson(line)).data ?? {};
      if (key !== undefined && path !== undefined && isNameOf(path, key)) take(key, path);
    }
  };

  const pathOf = (key: string) => paths.get(key) ?? picturePath(key);

  /** Whether `path` is, or will be, another picture's, or something else lies there. The same bytes are the picture itself. */
  const isTaken = async (
    path: string,
    key: string,
    link: Pick<LinkRecord, "bytes" | "sha256">,
  ): Promise<boolean> => {
    const owner = keys.get(folded(path));
    if (owner !== undefined) return owner !== key;
    if ((keyOfPath(path) ?? key) !== key) return true;
    try {
      await lstat(join(folder, path));
      return (await pictureState(join(folder, path), link, true)) !== "kept";
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "ENOENT") return false;
      // A file lies where a folder should, or the file system takes no such name.
      if (refusesName.has(code)) return true;
      throw error;
    }
  };

  await read();
  return {
    pathOf,
    has: (path) => keys.has(folded(path)) || keyOfPath(path) !== undefined,
    refresh: () => inTurn("names", read),
    choose: (key, wanted, link) =>
      inTurn("names", async () => {
        const usual = picturePath(key);
        if (usual === undefined) throw new Error(`${key} is no picture's key.`);
        // Downloads from a stack may run at once in one folder.
        await read();
        let path = usual;
        for (const each of wanted)
          if (isNameOf(each, key) && !(await isTaken(each, key, link))) {
            path = each;
            break;
          }
        if (path === pathOf(key)) return path;
        await makeFolder(dirname(file));
        // A process that was killed may have left half a line.
        await appendFile(file, `${isWhole ? "" : "\n"}${JSON.stringify({ key, path })}\n`);
        isWhole = true;
        take(key, path);
        return path;
      }),
  };
}

/** Whether `path` can be a picture's: below the folder, outside of the records, on any system, of the key's own format. */
function isNameOf(path: string, key: string): boolean {
  return (
    picturePath(key) !== undefined &&
    extname(path) === extname(key) &&
    path.split("/").every((name) => name !== "" && safeComponent(name) === name) &&
    !/[\p{Cc}<>:"\\|?*]/u.test(path)
  );
}

/** Systems take the same letters in other forms for the same name, and some do not distinguish case. */
function folded(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

/** What `file` holds from `start` on; nothing where there is none, or something else than a file: a pipe would be waited for. */
async function bytesFrom(file: string, start: number): Promise<Buffer> {
  try {
    const found = await stat(file);
    const length = found.size - start;
    if (!found.isFile() || length <= 0) return Buffer.alloc(0);
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isAbsent(error)) return Buffer.alloc(0);
    throw error;
  }
}
