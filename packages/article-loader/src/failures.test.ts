import { readFileSync } from "node:fs";

import {
  PermanentError,
  RetryableError,
  ThrottledError,
} from "@reddit-crawler/function-runtime/errors";
import { failureCodes, type FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import { codesInReadme } from "@reddit-crawler/function-runtime/testing/readme-codes";
import { describe, expect, test } from "vitest";

import { consequenceOf } from "./failures.ts";
import type { RedditAnswer } from "./reddit/ask-reddit.ts";
import { readListingAnswer } from "./reddit/listing-answer.ts";
import { readTokenAnswer } from "./reddit/tokens/token-answer.ts";
import { FakeWorld } from "./testing/loader-world.ts";

const codes = [
  ...new Set([
    ...failureCodes["article-loader"],
    ...failureCodes["function-runtime"],
    ...failureCodes.bucket,
    ...failureCodes["crawl-status"],
  ]),
].toSorted();

/** What an answer is: the class of its error, and the metric that counts it. */
function meaningOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    return [error instanceof Error ? error.name : "", consequenceOf(error).metric];
  }
  throw new Error("Nothing was thrown.");
}

const accessError = ["PermanentError", "SubredditWalls"];
const refused = ["PermanentError", "CredentialsRefused"];
const throttled = ["ThrottledError", "ListingFailures"];
const passing = ["RetryableError", "ListingFailures"];

describe.each<[string, (answer: RedditAnswer) => unknown, Record<number, string[]>]>([
  [
    "Reddit",
    (answer) => readListingAnswer(answer, "aww", 0),
    { 401: refused, 403: accessError, 404: accessError, 429: throttled, 451: accessError },
  ],
  [
    "the token endpoint",
    (answer) => readTokenAnswer(answer, "client_credentials", 0),
    { 401: refused, 429: throttled },
  ],
])("an answer of %s", (_, read, meanings) => {
  const meaning = (answer: Partial<RedditAnswer>) =>
    meaningOf(() => read({ status: 200, headers: {}, body: "{}", ...answer }));

  test("means by its status what it shall mean, and passes by itself otherwise", () => {
    for (let status = 200; status <= 599; status++)
      expect([status, meaning({ status })]).toEqual([status, meanings[status] ?? passing]);
  });

  test.each([403, 429, 500, 503])("of %i with a wait asks to wait", (status) => {
    expect(meaning({ status, headers: { "retry-after": "7" } })).toEqual(throttled);
  });

  test("of 403 as a page is about the network", () => {
    expect(meaning({ status: 403, body: "<html>" })).toEqual(["PermanentError", "NetworkBlocked"]);
  });
});

const metrics = new Set([
  "SubredditWalls",
  "NetworkBlocked",
  "CredentialsRefused",
  "ListingFailures",
]);

type Outcome = [
  makeError: (code: FailureCode) => Error,
  outcome: string,
  state: string,
  metric: string | undefined,
];
const asPermanent = (code: FailureCode) => new PermanentError(code, "no");
const asRetryable = (code: FailureCode) => new RetryableError(code, "no");
const asThrottled = (code: FailureCode) => new ThrottledError(code, "no", 3600);
const outcomes: { [code in FailureCode]?: Outcome } = {
  "attempts-used-up": [asPermanent, "acknowledged", "failed", "ListingFailures"],
  "continuations-used-up": [asPermanent, "acknowledged", "failed", "ListingFailures"],
  "credentials-malformed": [asPermanent, "thrown", "failed", "CredentialsRefused"],
  "credentials-refused": [asPermanent, "thrown", "failed", "CredentialsRefused"],
  "credentials-unreadable": [asPermanent, "thrown", "failed", "CredentialsRefused"],
  "network-blocked": [asPermanent, "thrown", "failed", "NetworkBlocked"],
  "rate-limited": [asThrottled, "put off", "listing", undefined],
  "reddit-asks-to-wait": [asThrottled, "put off", "listing", undefined],
  "archive-refused": [asPermanent, "thrown", "failed", "ListingFailures"],
  "archive-throttled": [asThrottled, "put off", "listing", undefined],
  "post-not-found": [asPermanent, "acknowledged", "failed", "SubredditWalls"],
  "share-link-unknown": [asPermanent, "acknowledged", "failed", "SubredditWalls"],
  "source-cannot-list": [asPermanent, "acknowledged", "failed", "ListingFailures"],
  "feed-refuses": [asPermanent, "acknowledged", "failed", "ListingFailures"],
  "import-missing": [asPermanent, "acknowledged", "failed", "ListingFailures"],
  "source-not-configured": [asPermanent, "acknowledged", "failed", "ListingFailures"],
  "turn-too-late": [asThrottled, "put off", "listing", undefined],
};
/** What a server that answers no listing may be asked for in a minute again. */
const isAnswered = (code: FailureCode) =>
  /^(?:answer-(?!too-long)|archive-(?:down|answer)|token-answer-|total-timeout)/.test(code) ||
  ["reddit-down", "truncated", "body-stalled", "connection-broken"].includes(code);
const runAgain: Outcome = [asRetryable, "thrown", "listing", "ListingFailures"];
const outcomeOf = (code: FailureCode): Outcome => {
  if (code.startsWith("subreddit-"))
    return [asPermanent, "acknowledged", "failed", "SubredditWalls"];
  const putOff: Outcome = [asRetryable, "put off", "listing", undefined];
  return outcomes[code] ?? (isAnswered(code) ? putOff : runAgain);
};

describe("a listing that ends with an error", () => {
  // Of a malformed request or event there is nothing to list.
  const listed = codes.filter((code) => !code.endsWith("-malformed") || code in outcomes);
  const cases = [
    ...listed.map((code): [FailureCode, ...Outcome] => [code, ...outcomeOf(code)]),
    ["reddit-down", asThrottled, "put off", "listing", undefined],
  ] satisfies [FailureCode, ...Outcome][];

  test.each(cases)(
    "of %s is settled and counted",
    async (code, makeError, outcome, state, metric) => {
      const world = new FakeWorld({ "": [makeError(code)] });
      const ended = await world.load().then(
        () => (world.published.length > 0 ? "put off" : "acknowledged"),
        () => "thrown",
      );
      expect([ended, world.summary?.state]).toEqual([outcome, state]);
      const counted = world.lines
        .flatMap((line) => Object.keys(line))
        .filter((key) => metrics.has(key));
      expect(counted).toEqual(metric === undefined ? [] : [metric]);
    },
  );
});

test.each(codes.filter(isAnswered))(
  "%s for minutes is left to the message's attempts",
  async (code) => {
    const world = new FakeWorld({ "": [asRetryable(code)] });
    await expect(world.load({ deferred: 3 })).rejects.toMatchObject({ code });
    expect(world.published).toEqual([]);
  },
);

test("an error that nobody knows is a listing failure that is run again", () => {
  for (const error of [new TypeError("x"), asRetryable("http-418"), asPermanent("http-418")])
    expect(consequenceOf(error)).toEqual({ metric: "ListingFailures", isSettled: false });
});

test("the README says what each code means, and of no other", () => {
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(codesInReadme(readme)).toEqual(codes);
});
