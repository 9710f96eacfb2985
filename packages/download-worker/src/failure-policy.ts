import {
  verdictOfStatus as verdictIn,
  type Consequence,
  type PolicyRow,
} from "@reddit-crawler/function-runtime/failure-policy";

/** What an answer, a body or an error means for the link or the message that it is about. */
export type Verdict =
  | "gone"
  | "refused"
  | "not a picture"
  | "too large"
  | "throttled"
  | "passing"
  | "not yet there"
  | "taken"
  | "poison"
  | "unexpected";

const nextCandidate = "the link's next candidate is tried; without one the link is decided";
const backoff = "hidden for 30, 60, 120 … 900 s, up to a quarter less";
const tryFailed = "`try-failed`; on the last try `last-try-failed`, and it is dead-lettered";

/** What the worker does, by verdict. */
export const consequences: Readonly<Record<Verdict, Consequence>> = {
  gone: { class: "value", message: nextCandidate, record: "`gone`" },
  refused: { class: "value", message: nextCandidate, record: "`refused`" },
  "not a picture": { class: "value", message: nextCandidate, record: "`not-a-picture`" },
  "too large": { class: "value", message: nextCandidate, record: "`too-large`" },
  throttled: {
    class: "ThrottledError",
    message: "hidden for the wait asked for, at most 900 s; its host rests for all workers",
    record: tryFailed,
  },
  passing: { class: "RetryableError", message: backoff, record: tryFailed },
  "not yet there": {
    class: "RetryableError",
    message: backoff,
    record: "`try-failed`; on the last try `unavailable`, and the post is decided",
  },
  taken: {
    class: "value",
    message: "nothing: what is stored goes into the record",
    record: "`stored`, or `already-stored` by an earlier crawl",
  },
  poison: {
    class: "value, or PermanentError",
    message: "visible after 10 s until dead-lettered; without a readable job untouched",
    record: "`poison-message`, `poison-job`",
  },
  unexpected: {
    class: "any other error",
    message: `${backoff}; the function's error counts`,
    record: "`unexpected-error` with its stack",
  },
};

/** One line of the policy. */
type Row = PolicyRow<"picture host" | "body" | "network" | "Reddit" | "S3, SQS" | "job", Verdict>;

/**
 * Everything that can go wrong with a post, and what it is. The README shows the same table.
 * Statuses: RFC 9110, section 15; 425: RFC 8470; 429: RFC 6585; 451: RFC 7725.
 */
export const failurePolicy: readonly Row[] = [
  { from: "picture host", when: "404, 410, 451", statuses: ["404", "410", "451"], verdict: "gone" },
  {
    from: "picture host",
    when: "429; 408, 425, 5xx with Retry-After",
    statuses: ["429"],
    verdict: "throttled",
  },
  {
    from: "picture host",
    when: "408, 425, 5xx",
    statuses: ["408", "425", "5xx"],
    verdict: "passing",
  },
  { from: "picture host", when: "any other status", statuses: ["xxx"], verdict: "refused" },
  { from: "picture host", when: "a redirect to a host that is not open", verdict: "refused" },
  {
    from: "picture host",
    when: "more than 5 redirects, or an unreadable one",
    verdict: "not a picture",
  },
  { from: "body", when: "the host's stand-in for a removed picture", verdict: "gone" },
  { from: "body", when: "the host's stand-in for every picture", verdict: "refused" },
  { from: "body", when: "an unknown content coding", verdict: "refused" },
  {
    from: "body",
    when: "empty, markup, SVG, JSON, unknown or unsupported type, cut off as declared",
    verdict: "not a picture",
  },
  { from: "body", when: "more than MAX_PICTURE_BYTES, declared or sent", verdict: "too large" },
  {
    from: "body",
    when: "shorter than declared; without a length and without its end",
    verdict: "passing",
  },
  {
    from: "network",
    when: "no name, no connection, reset, stalled, out of time",
    verdict: "passing",
  },
  { from: "Reddit", when: "still at work on the upload", verdict: "not yet there" },
  { from: "S3, SQS", when: "412", statuses: ["412"], verdict: "taken" },
  {
    from: "S3, SQS",
    when: "no answer, 408, 409, 429, 5xx",
    statuses: ["408", "409", "429", "5xx"],
    verdict: "passing",
  },
  { from: "S3, SQS", when: "any other status", statuses: ["xxx"], verdict: "unexpected" },
  { from: "job", when: "no download-job, or no post-message in it", verdict: "poison" },
  { from: "job", when: "a bug", verdict: "unexpected" },
];

/** What `status` from there means: the first line that names it. */
export function verdictOfStatus(from: Row["from"], status: number): Verdict {
  return verdictIn(failurePolicy, from, status) ?? "unexpected";
}
