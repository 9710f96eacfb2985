import { ThrottledError } from "@reddit-crawler/function-runtime/errors";
import { importSelector, readImportLine, unreadableLines } from "@reddit-crawler/message-schema";

import { readArchivePost } from "../archive/archive-post.ts";
import type { Crawl } from "../crawl/crawl.ts";
import { deadlineOf } from "../gate/request-gate.ts";
import { fields, number } from "../reddit/lenient-reader.ts";
import type { ListingPage, PageRequest } from "../reddit/listing-page.ts";
import type { LoaderWorld } from "../world.ts";
import type { ImportLines } from "./import-lines.ts";

/** Lines of a page that has few posts of the crawl: about a second's work, after which the progress is saved. */
const mostLinesPerPage = 20_000;

/**
 * Reads a page of posts from an import, from the byte that `page.after` says. Lines that are no post are counted and never
 * fatal; posts that the crawl does not cover are left out.
 * @throws {ThrottledError} `turn-too-late` when the invocation has no time left. @throws as `ImportLines`.
 */
export async function readFilePage(
  page: PageRequest,
  lines: ImportLines,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ListingPage> {
  if (world.clock.now() > deadlineOf(crawl, world))
    throw new ThrottledError(
      "turn-too-late",
      "There is no time left to read on in this invocation. The crawl goes on in the next one.",
      0,
    );
  const covers = importSelector(page);
  const posts = [];
  let unreadable = 0;
  let asOfSeconds = 0;
  let at = page.after === undefined ? 0 : Number(page.after);
  let isEnd = false;
  for (let count = 0; count < mostLinesPerPage && posts.length < page.limit; count++) {
    const line = await lines.lineAt(at);
    isEnd = line === undefined || line.next >= lines.size;
    if (!line) break;
    at = line.next;
    if (line.text?.trim() !== "") {
      const found = line.text === undefined ? undefined : readImportLine(line.text);
      const isWanted = found !== undefined && covers(found);
      const post = isWanted ? postOf(found.given) : undefined;
      if (post) {
        posts.push({ ...post, readFrom: "file" });
        asOfSeconds = Math.max(asOfSeconds, readAtSeconds(found?.given) ?? post.created_utc ?? 0);
      }
      if (!found) unreadable += unreadableLines(line.text ?? "");
      else if (isWanted && !post) unreadable += 1;
    }
    if (isEnd) break;
  }
  return {
    posts,
    unreadable,
    after: isEnd ? undefined : String(at),
    budget: undefined,
    isOnward: true,
    // A stranger may have written any number.
    asOfMs: Math.min(asOfSeconds * 1000, world.clock.now()),
    coveredShare: isEnd ? 1 : at / lines.size,
  };
}

/** The post of a line; undefined for one that is nested too deeply to be read, which no post is. */
function postOf(given: unknown) {
  try {
    return readArchivePost(given);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** When an archive read a post, under either of the names that dumps have had; seconds since 1970. */
const readAtSeconds = (given: unknown) => readAt(given)?.at;
const readAt = fields((given) => ({
  at: number(given.retrieved_on) ?? number(given["retrieved_utc"]),
}));
