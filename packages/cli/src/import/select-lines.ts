import {
  importSelector,
  readImportLine,
  unreadableLine,
  type ImportSelection,
} from "@reddit-crawler/message-schema";
import { CommandError } from "@reddit-crawler/function-runtime/command-error";

/** Whose posts an import has, and how many at most. */
export interface FileSelection extends ImportSelection {
  limit: number;
}

/** A file, and whose posts are wanted of it as the person says it. */
export interface NamedFile {
  path: string;
  name: string;
}

/** What was found in a file so far. */
export interface FileCounts {
  /** Lines with anything in them. */
  lines: number;
  unreadable: number;
  /** Posts that the crawl covers, each counted once. */
  covered: number;
  /** Whether there are as many as the crawl wants, and the rest was left unread. */
  isCut: boolean;
  /** Posts by subreddit, of the first subreddits that there are. */
  subreddits: Map<string, number>;
}

/** A file that has no post among so many lines, or bytes, is none of posts. */
const linesWithoutPost = 10_000;
const charactersWithoutPost = 64 * 1_048_576;
/** Names that are counted, and of which some are shown. */
const mostNames = 10_000;
const shownNames = 5;

/** Nothing found yet. */
export function newFileCounts(): FileCounts {
  return { lines: 0, unreadable: 0, covered: 0, isCut: false, subreddits: new Map() };
}

/**
 * The lines of an import: the posts of `batches` that the crawl covers, each once. How many lines before one of them are no
 * post goes on as a line, for the loader to count: there are no more lines than twice the posts. `counts` says at any time
 * what was found. Stops at the crawl's limit.
 * @throws {CommandError} when there is no post that the crawl covers, naming what there is, or no post at all.
 */
export async function* selectLines(
  batches: AsyncIterable<readonly string[]>,
  selection: FileSelection,
  { path, name }: NamedFile,
  counts: FileCounts,
): AsyncGenerator<string> {
  const covers = importSelector(selection);
  const ids = new Set<string>();
  // Adverts do not count against the limit of a crawl, by whichever way.
  let wanted = selection.limit;
  let characters = 0;
  let firstUnreadable = "";
  let unsaid = 0;
  for await (const lines of batches) {
    for (const given of lines) {
      const line = counts.lines === 0 ? given.replace(/^\uFEFF/, "") : given;
      if (line.trim() === "") continue;
      counts.lines += 1;
      characters += line.length;
      const post = readImportLine(line);
      if (!post) {
        counts.unreadable += 1;
        firstUnreadable ||= line;
        const isNone = counts.lines === counts.unreadable;
        if (isNone && (counts.lines > linesWithoutPost || characters > charactersWithoutPost))
          throw noPosts(path, firstUnreadable);
        unsaid += 1;
        continue;
      }
      const place = post.subreddit ?? "";
      if (counts.subreddits.size < mostNames || counts.subreddits.has(place))
        counts.subreddits.set(place, (counts.subreddits.get(place) ?? 0) + 1);
      if (!covers(post) || ids.has(post.id)) continue;
      ids.add(post.id);
      counts.covered = ids.size;
      if (!post.isAdvert) wanted -= 1;
      if (unsaid > 0) yield unreadableLine(unsaid);
      unsaid = 0;
      yield line;
      counts.isCut = wanted <= 0;
      if (counts.isCut) return;
    }
  }
  if (counts.lines === counts.unreadable) throw noPosts(path, firstUnreadable);
  if (counts.covered === 0) throw noneCovered(path, name, selection, counts);
  if (unsaid > 0) yield unreadableLine(unsaid);
}

function noPosts(path: string, line: string): CommandError {
  if (/^(?:https?:\/\/|\/?[ru]\/|[\w+-]+$)/.test(line.trim()))
    return new CommandError(
      `${path} has names or addresses, and no posts. --names takes a file of these, one a line; --from takes posts as archives keep them, one JSON object in each line.`,
    );
  const hint = line.trimStart().startsWith("[")
    ? ' A JSON list becomes lines by: jq -c ".[]"'
    : " Is it one of comments (RC_…)?";
  return new CommandError(
    `${path} has no post that can be read. --from takes posts as archives keep them, one JSON object in each line.${hint}`,
  );
}

function noneCovered(
  path: string,
  name: string,
  { since, until }: FileSelection,
  { lines, unreadable, subreddits }: FileCounts,
): CommandError {
  const names = [...subreddits].toSorted(([, a], [, b]) => b - a).slice(0, shownNames);
  const time = since === undefined && until === undefined ? "" : " and that time";
  const others = names.map(([name, count]) => `r/${name} (${count})`).join(", ");
  return new CommandError(
    `${path} has ${lines - unreadable} posts, and none of ${name}${time}. It has ${others}${subreddits.size > names.length ? " and others" : ""}.`,
  );
}
