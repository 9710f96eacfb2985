import {
  PermanentError,
  RetryableError,
  ThrottledError,
} from "@reddit-crawler/function-runtime/errors";
import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import type { SummaryState } from "./crawl/summary.ts";

/** What follows from an error that ended an attempt; the README says the rest. */
export interface Consequence {
  /** Counts it: different metrics need different people. */
  metric: "SubredditWalls" | "NetworkBlocked" | "CredentialsRefused" | "ListingFailures";
  /** The summary says it all: no retry can change it, and nobody has to mend anything. */
  isSettled: boolean;
}

const accessError: Consequence = { metric: "SubredditWalls", isSettled: true };
const wrongCredentials: Consequence = { metric: "CredentialsRefused", isSettled: false };
const listingFailure: Consequence = { metric: "ListingFailures", isSettled: false };

const byCode: { readonly [code in FailureCode]?: Consequence } = {
  "subreddit-not-found": accessError,
  "subreddit-moved": accessError,
  "subreddit-private": accessError,
  "subreddit-banned": accessError,
  "subreddit-quarantined": accessError,
  "subreddit-gated": accessError,
  "subreddit-forbidden": accessError,
  "subreddit-legally-blocked": accessError,
  "subreddit-login-wanted": accessError,
  "subreddit-over-18": accessError,
  "post-not-found": accessError,
  "share-link-unknown": accessError,
  "network-blocked": { metric: "NetworkBlocked", isSettled: false },
  "credentials-refused": wrongCredentials,
  "credentials-unreadable": wrongCredentials,
  "credentials-malformed": wrongCredentials,
  "source-cannot-list": { metric: "ListingFailures", isSettled: true },
  "feed-refuses": { metric: "ListingFailures", isSettled: true },
  "import-missing": { metric: "ListingFailures", isSettled: true },
  "source-not-configured": { metric: "ListingFailures", isSettled: true },
  "attempts-used-up": { metric: "ListingFailures", isSettled: true },
  "continuations-used-up": { metric: "ListingFailures", isSettled: true },
};

/** What follows from `error`. One that asks for a wait is a listing failure whatever its code. */
export function consequenceOf(error: unknown): Consequence {
  if (error instanceof ThrottledError || !isExpected(error)) return listingFailure;
  return byCode[error.code] ?? listingFailure;
}

/**
 * What a crawl's summary says about the error that ended an attempt. With `listedPerShard`, what all attempts had listed
 * until then, it is for good.
 */
export function failedState(error: unknown, listedPerShard: number[] | undefined): SummaryState {
  const isPermanent = error instanceof PermanentError || listedPerShard !== undefined;
  return {
    state: isPermanent ? "failed" : "listing",
    failure: failureOf(error, isPermanent),
    ...(listedPerShard && { listedPerShard }),
  };
}

/** What went wrong, and what happens next; an error that no retry can help has its own advice. */
export function failureOf(error: unknown, isPermanent: boolean) {
  if (!isExpected(error))
    return {
      code: "internal",
      message: "The article-loader failed in a way it does not know: see its log.",
      retryable: !isPermanent,
    };
  const next = isPermanent
    ? "Every attempt failed. Run the same crawl again later: it goes on with what is there."
    : "This usually passes: the listing is read again.";
  const message =
    error instanceof RetryableError
      ? `${error.message.replace(/\.?$/, ".")} ${next}`
      : error.message;
  return { code: error.code, message, retryable: !isPermanent };
}

function isExpected(error: unknown): error is PermanentError | RetryableError {
  return error instanceof PermanentError || error instanceof RetryableError;
}
