import type { Consequence } from "@reddit-crawler/function-runtime/failure-policy";

/** What an answer or error means for the crawl request. */
export type Verdict =
  | "wall"
  | "blocked"
  | "refused"
  | "handed over too often"
  | "throttled"
  | "passing"
  | "away"
  | "not told"
  | "asked again"
  | "contended"
  | "taken"
  | "done without"
  | "not sendable"
  | "cut short"
  | "poison"
  | "unexpected";

/** What the loader does with the request. */
interface LoaderConsequence extends Consequence {
  /** The metric that counts it: different ones need different people. Absent where the listing goes on. */
  metric?: "SubredditWalls" | "NetworkBlocked" | "CredentialsRefused" | "ListingFailures";
  /** The summary says it all: no retry can change it, and nobody has to mend anything. */
  isSettled?: true;
}

const thrown = "thrown: run again by Lambda twice, then the failure queue";
const failed = "`failed`, `listing-failed`";
const mayPass =
  "`listing` with a retryable `failure`, `failed` after the last try, `listing-failed`, `ListingFailures`";

/** What the loader does, by verdict. */
export const consequences: Readonly<Record<Verdict, LoaderConsequence>> = {
  wall: {
    class: "PermanentError",
    message: "acknowledged",
    record: `${failed}, \`SubredditWalls\``,
    metric: "SubredditWalls",
    isSettled: true,
  },
  blocked: {
    class: "PermanentError",
    message: thrown,
    record: `${failed}, \`NetworkBlocked\``,
    metric: "NetworkBlocked",
  },
  refused: {
    class: "PermanentError",
    message: thrown,
    record: `${failed}, \`CredentialsRefused\``,
    metric: "CredentialsRefused",
  },
  "handed over too often": {
    class: "PermanentError",
    message: "acknowledged; the posts so far are safe",
    record: `${failed}, \`ListingFailures\``,
    metric: "ListingFailures",
    isSettled: true,
  },
  throttled: {
    class: "ThrottledError",
    message: `waits in the process while its time allows; then handed over, or where that would change nothing ${thrown}`,
    record: `\`waiting\`, \`handing-over\`; ${mayPass}`,
    metric: "ListingFailures",
  },
  passing: {
    class: "RetryableError",
    message: `three tries in the process; then ${thrown}`,
    record: `\`waiting\`; ${mayPass}`,
    metric: "ListingFailures",
  },
  away: {
    class: "RetryableError",
    message: `${thrown}; behind the SDK's own tries`,
    record: mayPass,
    metric: "ListingFailures",
  },
  "not told": {
    class: "RetryableError",
    message: `${thrown}; behind the SDK's own tries. The next try only tells`,
    record: "`listed` or `failed`, which stays; `end-not-told`, `ListingFailures`",
    metric: "ListingFailures",
  },
  "asked again": {
    class: "value",
    message: "the token is dropped, the secret read anew and the request made once more",
    record: "nothing",
  },
  contended: {
    class: "value",
    message: "read and written again, after a pause",
    record: "nothing",
  },
  taken: {
    class: "value",
    message: "goes on: the post has its record",
    record: "the first record stays",
  },
  "done without": {
    class: "value",
    message: "goes on",
    record: "`linked-posts-not-read`; the post's reason is `links-another-post`",
  },
  "not sendable": {
    class: "value",
    message: "goes on; the post is recorded in place of being sent",
    record: "`nothing-stored` with `links-not-sendable` or `message-too-large`",
  },
  "cut short": {
    class: "none",
    message: "run again by Lambda twice, then the failure queue",
    record: "`listing`, with an `updatedAt` that grows old",
  },
  poison: { class: "PermanentError", message: thrown, record: "`record-failed`; no summary" },
  unexpected: {
    class: "any other error",
    message: thrown,
    record:
      "`listing` with `internal`, `failed` after the last try, `listing-failed` with its stack, `ListingFailures`",
    metric: "ListingFailures",
  },
};
