import { fields, flag, number, seconds, text, type Fields } from "../reddit/lenient-reader.ts";
import { readRedditPost, type RedditPost } from "../reddit/reddit-post.ts";

const readMeta = fields((given) => ({
  secondReadingAt: number(given.retrieved_2nd_on),
  removalType: text(given.removal_type),
  wasDeletedLater: flag(given.was_deleted_later),
}));
const readRow = fields((given) => ({
  given,
  meta: readMeta(given["_meta"]),
  removedBy: text(given["removed_by_category"]),
}));

/**
 * Posts from before this may come from Pushshift, which kept them HTML-escaped; the archive's own are not. Recorded: still
 * escaped in December 2022, no longer in November 2023.
 */
const escapedUntil = Date.UTC(2023, 10, 1) / 1000;
/** Posts from before this have real scores also without a mark of the second reading. */
const scoredUntil = Date.UTC(2024, 3, 1) / 1000;

/**
 * A post as the archive keeps it, in the words of Reddit's API. Its score is there only once it was read a second time,
 * 36 h after the post: before that it says 1 of every post. `deleted_by_author` says that its author took it down.
 * Undefined for what is no object.
 */
export function readArchivePost(given: unknown): RedditPost | undefined {
  const row = readRow(given);
  if (!row?.given) return undefined;
  const { meta, removedBy } = row;
  const createdAt = createdSeconds(given);
  const isBefore = (seconds: number) => createdAt !== undefined && createdAt < seconds;
  const own = isBefore(escapedUntil) ? unescaped(row.given) : row.given;
  const isScored = meta?.secondReadingAt !== undefined || isBefore(scoredUntil);
  const isTakenDown =
    removedBy === "deleted" ||
    meta?.removalType === "deleted" ||
    (meta?.wasDeletedLater === true && meta.removalType === undefined);
  return readRedditPost({
    ...own,
    created_utc: createdAt,
    score: isScored ? own["score"] : undefined,
    deleted_by_author: isTakenDown ? true : undefined,
  });
}

/** When a post was made, in seconds since 1970. */
export function createdSeconds(given: unknown): number | undefined {
  return fields(({ created_utc: at }) => seconds(at))(given);
}

const entities: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** `value` with each text in it unescaped once. */
function unescaped(value: Fields): Fields {
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, unescapedPart(part)]),
  );
}

function unescapedPart(part: unknown): unknown {
  if (typeof part === "string")
    return part.replaceAll(/&(?:amp|lt|gt);/g, (entity) => entities[entity] ?? entity);
  if (Array.isArray(part)) return part.map(unescapedPart);
  return typeof part === "object" && part !== null ? unescaped({ ...part }) : part;
}
