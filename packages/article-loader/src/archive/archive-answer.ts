import {
  PermanentError,
  RetryableError,
  ThrottledError,
} from "@reddit-crawler/function-runtime/errors";
import { parseRetryAfter } from "@reddit-crawler/function-runtime/http/retry-after";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import * as z from "zod/mini";

import { safeText } from "../reddit/lenient-reader.ts";
import type { RedditAnswer } from "../reddit/ask-reddit.ts";

const dataSchema = z.object({ data: z.unknown() });
const errorSchema = z.object({ error: z.string() });

/** Its words of several years for a query that it did not finish. */
const busyWords = /\b(?:slow down|tim(?:e|ed) ?out)\b/i;
/** Its windows end on whole minutes. */
const longestWindowSeconds = 60;

/**
 * What the archive answered: the `data` of its JSON.
 * @throws {ThrottledError} `archive-throttled` when it names a wait, `archive-busy` when it does not.
 * @throws {RetryableError} `archive-down`, or `archive-answer-unexpected` when the answer is not the archive's.
 * @throws {PermanentError} `archive-refused`.
 */
export function readArchiveData(answer: RedditAnswer, nowMs: number): unknown {
  const { status, headers, body } = answer;
  const json = parseJson(body);
  if (status === 429) {
    const reset = parseRetryAfter(headers["x-ratelimit-reset"] ?? headers["retry-after"], nowMs);
    throw new ThrottledError(
      "archive-throttled",
      "The archive asks to wait (429).",
      reset ?? longestWindowSeconds,
    );
  }
  const said = z.safeParse(errorSchema, json).data?.error;
  // One body for a client that is too fast and for a query that is too heavy.
  if (status === 422 || busyWords.test(said ?? ""))
    throw new ThrottledError(
      "archive-busy",
      `The archive is too busy to answer (${status}), even after a wait and for smaller pages. A shorter time between since and until is less work for it.`,
      undefined,
    );
  if (status >= 500)
    throw new RetryableError(
      "archive-down",
      `The archive is away (${status}): https://status.arctic-shift.photon-reddit.com says more.`,
    );
  if (status >= 400 && status !== 408)
    throw new PermanentError(
      "archive-refused",
      `The archive refuses the request (${status}${said === undefined ? "" : `: ${safeText(said, 200)}`}). Check the subreddit's name and REDDIT_USER_AGENT; another source may know more.`,
    );
  const found = z.safeParse(dataSchema, json).data;
  if (status !== 200 || found === undefined || said !== undefined)
    throw new RetryableError(
      "archive-answer-unexpected",
      `The archive answered ${status} with something that is not its data.`,
    );
  return found.data;
}

/** The rows of an answer. Throws as `readArchiveData`. */
export function readArchiveRows(answer: RedditAnswer, nowMs: number): unknown[] {
  const data = readArchiveData(answer, nowMs);
  if (Array.isArray(data)) return data;
  throw new RetryableError(
    "archive-answer-unexpected",
    "The archive answered without a list of posts.",
  );
}
