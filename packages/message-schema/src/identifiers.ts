import * as z from "zod/mini";

/** A post's id as Reddit writes it: base 36, without the `t3_` of its fullname. */
export const postIdSchema = z
  .string()
  .check(z.regex(/^[0-9a-z]{1,13}$/, "must be a post id in base 36"));

/** A post's fullname: `t3_` and its id (https://www.reddit.com/dev/api/#fullnames). */
export const postFullnameSchema = z
  .string()
  .check(z.regex(/^t3_[0-9a-z]{1,13}$/, "must be a post's fullname"));

const subredditName = "(?:[A-Za-z0-9][A-Za-z0-9_]{1,20}|u_[A-Za-z0-9_-]{3,20}|reddit\\.com)";

/** One subreddit as Reddit spells it in its answers: `aww`, or `u_name` for a profile. */
export const subredditNameSchema = z
  .string()
  .check(z.regex(new RegExp(`^${subredditName}$`), "must be a subreddit's name"));

/** What can be crawled: one subreddit, or several joined by `+`. */
export const subredditsSchema = z
  .string()
  .check(
    z.maxLength(200, "must have at most 200 characters"),
    z.regex(
      new RegExp(`^${subredditName}(?:\\+${subredditName})*$`),
      'must be a subreddit such as "aww", a profile such as "u_name", or several joined by "+"',
    ),
  );

/** A user's name, without "u/". */
export const userNameSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{3,20}$/, "must be a user's name of 3 to 20 characters"));

/** The path of a share link, which Reddit alone can read: `/r/<subreddit>/s/<code>`, or a user's. Case counts. */
export const sharePathSchema = z
  .string()
  .check(
    z.regex(
      /^\/(?:r\/[A-Za-z0-9][A-Za-z0-9_]{1,20}|u(?:ser)?\/[A-Za-z0-9_-]{3,20})\/s\/[A-Za-z0-9]{1,40}$/,
      "must be a share link's path such as /r/aww/s/hKrTTvFVwZ",
    ),
  );

/** X-Ray's id of the trace that a crawl began with, for the logs: `1-<8 hex>-<24 hex>`; what it is not is not refused. */
export const traceIdSchema = z.string().check(z.maxLength(100));

/** An instant in UTC, as `Date.toISOString` writes it. */
export const instantSchema = z.iso.datetime({ error: "must be an ISO 8601 instant in UTC" });

/** The key of an import, as `importObjectKey` makes it. Nothing else of the bucket can be named by it. */
export const importKeySchema = z
  .string()
  .check(
    z.regex(
      /^imports\/[0-7][0-9A-HJKMNP-TV-Z]{25}\.jsonl$/,
      'must be the key of an import, "imports/<id>.jsonl" with an id such as a crawl has',
    ),
  );
