import { stat } from "node:fs/promises";

import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import { crawlIds } from "@reddit-crawler/picture-folder/read-crawls";

/** Checks that `folder` is there, since an empty answer about a mistyped one looks like a true one. @throws {CommandError} */
export async function assertFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (!found) throw new CommandError(`${folder} is not there.`);
  if (!found.isDirectory()) throw new CommandError(`${folder} is no folder.`);
}

/** How many ids are named where a beginning fits several. */
const mostNamed = 5;

/**
 * The id of the one crawl in `folder` whose id is, or begins with, `given`.
 * @throws {CommandError} when there is none, or several.
 */
export async function keptCrawlId(folder: string, given: string): Promise<string> {
  await assertFolder(folder);
  const ids = await crawlIds(folder);
  const fitting = ids.filter((id) => id.startsWith(given));
  const [only] = ids.includes(given) ? [given] : fitting;
  if (only === undefined || given === "")
    throw new CommandError(
      `${folder} has no crawl ${given}. "reddit-crawler list --out ${folder}" shows which there are; --out names another folder, --stack a deployed stack.`,
    );
  if (only === given || fitting.length === 1) return only;
  const named = fitting.slice(0, mostNamed).join(", ");
  const more = fitting.length - mostNamed;
  throw new CommandError(
    `${fitting.length} crawls of ${folder} begin with ${given}: ${named}${more > 0 ? ` and ${more} more` : ""}. Give more of the id.`,
  );
}
