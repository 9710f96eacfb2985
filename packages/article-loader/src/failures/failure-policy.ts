import {
  PermanentError,
  RetryableError,
  ThrottledError,
} from "@reddit-crawler/function-runtime/errors";
import type { PolicyRow } from "@reddit-crawler/function-runtime/failure-policy";

import type { Verdict } from "./failure-consequences.ts";

/**
 * Everything that can go wrong with a crawl request, and what it is. The README shows the same table.
 * Statuses: RFC 9110, section 15; 429: RFC 6585; 451: RFC 7725; what Reddit means by them is told from recorded answers.
 */
export const failurePolicy: readonly PolicyRow<
  | "Reddit"
  | "token endpoint"
  | "network"
  | "request gate"
  | "Secrets Manager"
  | "S3"
  | "SQS"
  | "SNS"
  | "Lambda"
  | "post"
  | "crawl request",
  Verdict
>[] = [
  {
    from: "Reddit",
    when: "404, a redirect to the search",
    statuses: ["404"],
    codes: ["subreddit-not-found"],
    verdict: "wall",
  },
  {
    from: "Reddit",
    when: "a redirect to another subreddit",
    codes: ["subreddit-moved"],
    verdict: "wall",
  },
  {
    from: "Reddit",
    when: "403 or 404 with a reason",
    codes: ["subreddit-private", "subreddit-banned", "subreddit-quarantined", "subreddit-gated"],
    verdict: "wall",
  },
  {
    from: "Reddit",
    when: "403 as JSON",
    statuses: ["403"],
    codes: ["subreddit-forbidden"],
    verdict: "wall",
  },
  {
    from: "Reddit",
    when: "451",
    statuses: ["451"],
    codes: ["subreddit-legally-blocked"],
    verdict: "wall",
  },
  {
    from: "Reddit",
    when: "403 as a page, or the page for blocked networks, also by the token endpoint",
    codes: ["network-blocked"],
    verdict: "blocked",
  },
  { from: "Reddit", when: "401 for the first time", verdict: "asked again" },
  {
    from: "Reddit",
    when: "401 again, or an error in words",
    statuses: ["401"],
    codes: ["credentials-refused"],
    verdict: "refused",
  },
  {
    from: "Reddit",
    when: "429; 403 or 5xx with Retry-After",
    statuses: ["429"],
    codes: ["rate-limited", "reddit-down"],
    verdict: "throttled",
  },
  {
    from: "Reddit",
    when: "5xx",
    statuses: ["5xx"],
    codes: ["reddit-down"],
    verdict: "passing",
  },
  {
    from: "Reddit",
    when: "any other status; an empty answer, HTML, half a JSON, no listing, no feed",
    statuses: ["xxx"],
    codes: [
      "answer-unexpected",
      "answer-empty",
      "answer-not-json",
      "answer-not-a-listing",
      "answer-not-a-feed",
    ],
    verdict: "passing",
  },
  {
    from: "Reddit",
    when: "any of these, for a post that a listed one links",
    verdict: "done without",
  },
  {
    from: "token endpoint",
    when: "401, or a refusal in words, whatever its status",
    statuses: ["401"],
    codes: ["credentials-refused"],
    verdict: "refused",
  },
  {
    from: "token endpoint",
    when: "429; 403 or 5xx with Retry-After",
    statuses: ["429"],
    codes: ["rate-limited", "reddit-down"],
    verdict: "throttled",
  },
  {
    from: "token endpoint",
    when: "5xx; neither a token nor a refusal",
    statuses: ["xxx"],
    codes: ["reddit-down", "token-answer-unexpected"],
    verdict: "passing",
  },
  {
    from: "network",
    when: "no name, no connection, reset, stalled, out of time, more than 10 MB",
    codes: [
      "host-not-found",
      "address-not-public",
      "proxy-refused",
      "connection-refused",
      "connection-broken",
      "connect-timeout",
      "answer-timeout",
      "body-stalled",
      "total-timeout",
      "answer-too-long",
      "network",
    ],
    verdict: "passing",
  },
  {
    from: "request gate",
    when: "the turn would come too late",
    codes: ["reddit-asks-to-wait", "turn-too-late"],
    verdict: "throttled",
  },
  {
    from: "Secrets Manager",
    when: "no such secret, no permission, no credentials in it",
    codes: ["credentials-unreadable", "credentials-malformed"],
    verdict: "refused",
  },
  {
    from: "Secrets Manager",
    when: "any other error",
    codes: ["secrets-unavailable"],
    verdict: "passing",
  },
  { from: "S3", when: "412 for a post's record", statuses: ["412"], verdict: "taken" },
  {
    from: "S3",
    when: "404, 409, 412 for the gate, the tally and the summary, 409 for a record: somebody else was first",
    verdict: "contended",
  },
  {
    from: "S3",
    when: "somebody else was first every time; any other error",
    statuses: ["xxx"],
    codes: ["gate-contended", "object-contended", "bucket-unavailable"],
    verdict: "away",
  },
  {
    from: "SQS",
    when: "entries refused five times; any error",
    statuses: ["xxx"],
    codes: ["queue-refused", "queue-unavailable"],
    verdict: "away",
  },
  {
    from: "SNS",
    when: "any error for a continuation",
    statuses: ["xxx"],
    codes: ["topic-unavailable"],
    verdict: "away",
  },
  {
    from: "SNS",
    when: "any error for the crawl's end",
    codes: ["topic-unavailable"],
    verdict: "not told",
  },
  { from: "Lambda", when: "the function dies or its time ends", verdict: "cut short" },
  { from: "post", when: "no message that the contract and SQS take", verdict: "not sendable" },
  {
    from: "crawl request",
    when: "ten continuations were not enough",
    codes: ["continuations-used-up"],
    verdict: "handed over too often",
  },
  {
    from: "crawl request",
    when: "no crawl request, or no event of SNS",
    codes: ["crawl-request-malformed", "event-malformed"],
    verdict: "poison",
  },
  { from: "crawl request", when: "a bug", verdict: "unexpected" },
];

/** What an error that ended a listing means. An error that asks for a wait is one whatever its code. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof ThrottledError) return "throttled";
  if (!(error instanceof PermanentError || error instanceof RetryableError)) return "unexpected";
  // The last: where a code stands in two lines, the first is about the wait that is asked for.
  const row = failurePolicy.findLast(({ codes }) => codes?.includes(error.code));
  return row?.verdict ?? (error instanceof RetryableError ? "passing" : "poison");
}
