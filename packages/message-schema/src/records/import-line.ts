/** A post of a file, as far as it decides whether a crawl covers it. */
export interface ImportedPost {
  /** The whole post in the words of Reddit's API, as archives keep it. */
  given: Readonly<Record<string, unknown>>;
  id: string;
  /** Undefined for some adverts and profile posts of 2014 to 2017. */
  subreddit: string | undefined;
  author: string | undefined;
  /** Seconds since 1970. */
  createdAt: number | undefined;
  /** Adverts are listed, and do not count against a crawl's limit. */
  isAdvert: boolean;
}

/**
 * Reads a line of an import, or of a file that is to become one: a post as the dumps and downloads of archives have it.
 * Undefined for whatever is none, such as a comment.
 */
export function readImportLine(line: string): ImportedPost | undefined {
  let given: unknown;
  try {
    given = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isObject(given)) return undefined;
  const { id, title, subreddit, author, created_utc: created } = given;
  if (typeof id !== "string" || typeof title !== "string") return undefined;
  // Dumps of 2014 and 2015 write it as text.
  const createdAt = typeof created === "string" ? Number(created) : created;
  return {
    given,
    id,
    subreddit: typeof subreddit === "string" ? subreddit : undefined,
    author: typeof author === "string" ? author : undefined,
    createdAt: typeof createdAt === "number" && Number.isFinite(createdAt) ? createdAt : undefined,
    isAdvert: given["promoted"] === true || given["is_created_from_ads_ui"] === true,
  };
}

const leftOut = /^!unreadable (\d{1,12})$/;

/** The line of an import that stands for `count` lines of its file which are no post. */
export function unreadableLine(count: number): string {
  return `!unreadable ${count}`;
}

/** How many lines of its file an import's line stands for that is no post: one, unless `unreadableLine` made it. */
export function unreadableLines(line: string): number {
  return Number(leftOut.exec(line)?.[1] ?? 1);
}

/** Whose posts a crawl of a file covers, and of which time; both ends are inclusive. */
export interface ImportSelection {
  subreddit: string;
  /** All that this user posted, wherever. */
  user?: string | undefined;
  /** This post alone. */
  postId?: string | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/**
 * Says of each post of a file whether a crawl covers it: posts of its subreddits, in any case; for `all` every post; of a
 * `user` or a `postId` those alone. A post without a date is of any time.
 */
export function importSelector({
  subreddit,
  user,
  postId,
  since,
  until,
}: ImportSelection): (post: ImportedPost) => boolean {
  const names = new Set(subreddit.toLowerCase().split("+"));
  const [first, last] = [secondsOf(since) ?? -Infinity, secondsOf(until) ?? Infinity];
  return (post) => {
    const { createdAt = first } = post;
    if (createdAt < first || createdAt > last) return false;
    if (postId !== undefined) return post.id === postId;
    if (user !== undefined) return post.author?.toLowerCase() === user.toLowerCase();
    return names.has("all") || names.has((post.subreddit ?? "").toLowerCase());
  };
}

function secondsOf(instant: string | undefined): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant) / 1000;
}

function isObject(given: unknown): given is Record<string, unknown> {
  return typeof given === "object" && given !== null;
}
