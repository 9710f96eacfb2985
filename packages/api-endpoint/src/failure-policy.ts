import type { Consequence, PolicyRow } from "@reddit-crawler/function-runtime/failure-policy";

/** What a request, an answer or an error means for the caller. */
export type Verdict = "refused" | "unconfirmed" | "unread" | "unexpected";

/** What the endpoint does, by verdict. Every answer is `application/problem+json`. */
export const consequences: Readonly<Record<Verdict, Consequence>> = {
  refused: { class: "value", message: "not published", record: "its status, `request-answered`" },
  unconfirmed: {
    class: "RetryableError",
    message: "may be published; a second one of the same pictures is harmless, so ask again",
    record: "502, `request-failed`",
  },
  unread: {
    class: "RetryableError",
    message: "goes on: only its status is not told",
    record: "502, `request-failed`",
  },
  unexpected: {
    class: "any other error",
    message: "not published, or unknown",
    record: "500, `request-failed` with its stack",
  },
};

/** Everything that can go wrong with a request, and what it is. `statuses` are answered. The README shows the same table. */
export const failurePolicy: readonly PolicyRow<"caller" | "SNS" | "S3" | "request", Verdict>[] = [
  {
    from: "caller",
    when: "400: no JSON object, or wrong fields, of which `errors` names each once",
    statuses: ["400"],
    verdict: "refused",
  },
  {
    from: "caller",
    when: "404: another path, or no such crawl",
    statuses: ["404"],
    verdict: "refused",
  },
  {
    from: "caller",
    when: "405: another method; `allow` says which",
    statuses: ["405"],
    verdict: "refused",
  },
  {
    from: "caller",
    when: "413: a body above 8 KiB, counted after base64",
    statuses: ["413"],
    verdict: "refused",
  },
  {
    from: "caller",
    when: "415: another content type, or none",
    statuses: ["415"],
    verdict: "refused",
  },
  {
    from: "SNS",
    when: "any error, or no message id",
    statuses: ["502"],
    codes: ["topic-unavailable", "publish-unconfirmed"],
    verdict: "unconfirmed",
  },
  {
    from: "S3",
    when: "any error but 403 and 404, which mean that there is none",
    statuses: ["502"],
    codes: ["bucket-unavailable"],
    verdict: "unread",
  },
  { from: "request", when: "a bug", statuses: ["500"], verdict: "unexpected" },
];
