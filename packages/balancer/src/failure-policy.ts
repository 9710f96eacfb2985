import type { Consequence, PolicyRow } from "@reddit-crawler/function-runtime/failure-policy";

/** What an answer, an error or a body means for a message. */
export type Verdict = "refused" | "poison" | "unread" | "left hidden" | "cut short";

const afterTimeout = "visible again after the visibility timeout";

/** What the balancer does, by verdict. It never deletes a message. */
export const consequences: Readonly<Record<Verdict, Consequence>> = {
  refused: {
    class: "value",
    message:
      "visible again in 30, 120, 480, 1920, 3600 s by its receive count; the round ends. Where Lambda took it all the same, a second worker runs, which is harmless",
    record: "`invocation-refused`, `InvocationsRefused`",
  },
  poison: {
    class: "value",
    message: "visible again in 5 s, until dead-lettered",
    record: "`message-poison`, `PoisonMessages`",
  },
  unread: {
    class: "any other error",
    message: "what was received is still given to workers; the next tick tries again",
    record: "the function's error counts",
  },
  "left hidden": { class: "value", message: afterTimeout, record: "`show-again-failed`" },
  "cut short": { class: "none", message: afterTimeout, record: "Lambda's metrics" },
};

/** Everything that can go wrong with a round, and what it is. The README shows the same table. */
export const failurePolicy: readonly PolicyRow<
  "Lambda" | "message" | "SQS" | "function",
  Verdict
>[] = [
  {
    from: "Lambda",
    when: "any error of an invocation: 429, 5xx, no permission, no answer",
    statuses: ["xxx"],
    verdict: "refused",
  },
  {
    from: "message",
    when: "no JSON, no post message, or too large for an invocation",
    verdict: "poison",
  },
  {
    from: "SQS",
    when: "any error of counting or receiving",
    statuses: ["xxx"],
    verdict: "unread",
  },
  {
    from: "SQS",
    when: "any error of showing a message again",
    statuses: ["xxx"],
    verdict: "left hidden",
  },
  { from: "function", when: "dies between receive and invocation", verdict: "cut short" },
];
