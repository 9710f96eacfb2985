/**
 * Every code that an error can carry, by the package that throws it: records, logs and alarms show them, and the README of
 * a stage that meets them says what each means. Beside them stands `http-` with the status of a picture host's answer.
 */
export const failureCodes = {
  "function-runtime": [
    "address-not-public",
    "answer-timeout",
    "answer-too-long",
    "body-stalled",
    "connect-timeout",
    "connection-broken",
    "connection-refused",
    "host-not-found",
    "network",
    "proxy-refused",
    "total-timeout",
    "truncated",
  ],
  bucket: ["bucket-unavailable", "object-contended"],
  "crawl-status": ["topic-unavailable"],
  "media-hosts": [
    "flickr-unreadable-answer",
    "imgur-credit-used-up",
    "imgur-unreadable-answer",
    "redgifs-unreadable-answer",
    "too-many-redirects",
  ],
  "api-endpoint": ["publish-unconfirmed", "topic-unavailable"],
  "article-loader": [
    "answer-empty",
    "answer-not-a-feed",
    "answer-not-a-listing",
    "answer-not-json",
    "answer-unexpected",
    "continuations-used-up",
    "crawl-request-malformed",
    "credentials-malformed",
    "credentials-refused",
    "credentials-unreadable",
    "event-malformed",
    "gate-contended",
    "network-blocked",
    "queue-refused",
    "queue-unavailable",
    "rate-limited",
    "reddit-asks-to-wait",
    "reddit-down",
    "secrets-unavailable",
    "subreddit-banned",
    "subreddit-forbidden",
    "subreddit-gated",
    "subreddit-legally-blocked",
    "subreddit-login-wanted",
    "subreddit-moved",
    "subreddit-not-found",
    "subreddit-over-18",
    "subreddit-private",
    "subreddit-quarantined",
    "token-answer-unexpected",
    "topic-unavailable",
    "turn-too-late",
  ],
  balancer: [],
  "download-worker": [
    "changing-picture",
    "not-yet-there",
    "out-of-time",
    "poison-job",
    "queue-unavailable",
  ],
} as const;

/** A code of `failureCodes`, or that of a picture host's status. */
export type FailureCode =
  | (typeof failureCodes)[keyof typeof failureCodes][number]
  | `http-${number}`;
