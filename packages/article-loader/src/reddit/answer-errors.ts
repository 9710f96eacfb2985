import {
  PermanentError,
  RetryableError,
  ThrottledError,
} from "@reddit-crawler/function-runtime/errors";
import { parseRetryAfter } from "@reddit-crawler/function-runtime/http/retry-after";
import { saysBusy } from "@reddit-crawler/media-hosts/asking/busy-words";
import * as z from "zod/mini";

import { readRateBudget } from "./rate-budget.ts";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { RedditAnswer } from "./ask-reddit.ts";

const htmlPage = /^\s*<(?:!doctype html|html)/i;
const networkPolicy = /blocked (?:due to|by) (?:a )?network (?:policy|security)/i;
/** What Reddit's pages for blocked networks and user agents say. */
const blockPage = new RegExp(`whoa there|${networkPolicy.source}`, "i");
/** Characters; chosen: an error is short, and a listing need not be parsed twice. */
const longestError = 16_384;
const errorBodySchema = z.object({ error: z.literal(429) });

/**
 * Whether Reddit says that it is asked too much, whatever the status: as the `error` of its JSON, or in the words of a
 * page. The words of a listing are other people's.
 */
export function saysTooMuch({ status, body }: RedditAnswer): boolean {
  if (status === 429) return true;
  if (body.length > longestError) return false;
  const json = parseJson(body);
  if (json !== undefined) return z.safeParse(errorBodySchema, json).success;
  return (status >= 400 || htmlPage.test(body)) && saysBusy(body) && !networkPolicy.test(body);
}

/**
 * What is wrong with an answer apart from its subreddit: too many requests, Reddit down, this network blocked, no answer
 * in it. Undefined where the answer has to be read to know.
 */
export function answerTrouble(answer: RedditAnswer, nowMs: number): Error | undefined {
  const { status, headers, body } = answer;
  const retryAfterSeconds = parseRetryAfter(headers["retry-after"], nowMs);
  if (saysTooMuch(answer) || (status === 403 && retryAfterSeconds !== undefined)) {
    const seconds = retryAfterSeconds ?? readRateBudget(headers)?.resetSeconds;
    return new ThrottledError(
      "rate-limited",
      `Reddit asks to wait ${seconds === undefined ? "a while" : `${Math.ceil(seconds)} s`} (${status}).`,
      seconds,
    );
  }
  if (status >= 500) {
    const message = `Reddit answered ${status}.`;
    return retryAfterSeconds === undefined
      ? new RetryableError("reddit-down", message)
      : new ThrottledError("reddit-down", message, retryAfterSeconds);
  }
  if (
    (status === 403 && parseJson(body) === undefined) ||
    (htmlPage.test(body) && blockPage.test(body))
  )
    return new PermanentError(
      "network-blocked",
      `Reddit blocks this network or user agent (${status} with a page instead of data); it is not about the subreddit. Use the source archive, a truthful RedditUserAgent, another network or proxy, or the key of an app that you have (RedditCredentialsSecretArn).`,
    );
  if (status === 200 && body.trim() === "")
    return new RetryableError("answer-empty", "Reddit sent an empty answer.");
  return undefined;
}

/** The failure of an application that Reddit does not accept: Reddit's own word for it, and what to check. */
export function credentialsRefused(
  said: string,
  check = "Check client_id and client_secret",
): PermanentError {
  const word = said.replaceAll(/[^\w .-]/g, "").slice(0, 80);
  return new PermanentError(
    "credentials-refused",
    `Reddit refuses this application's credentials (${word}). ${check}, all in the secret that RedditCredentialsSecretArn names. The application must still be listed at https://www.reddit.com/prefs/apps.`,
  );
}
