import type { FailureCode } from "@reddit-crawler/function-runtime/failure-codes";
import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { postFullnameSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { answerTrouble, credentialsRefused } from "./answer-errors.ts";
import { fields, list } from "./lenient-reader.ts";
import type { ListingPage } from "./listing-page.ts";
import { readRateBudget } from "./rate-budget.ts";
import { parseJson } from "@reddit-crawler/function-runtime/parse-json";
import type { RedditAnswer } from "./ask-reddit.ts";
import { readRedditPost, type RedditPost } from "./reddit-post.ts";
import { accessErrorOf } from "./subreddit-access.ts";

const children = list(fields(({ kind, data }) => ({ kind, data })));
const listingData = fields((given) => ({ after: given.after, children: children(given.children) }));
const readListing = fields(({ kind, data }) => ({ kind, data: listingData(data) }));

const errorBodySchema = z.object({ error: z.union([z.int(), z.string()]) });

/**
 * The page that Reddit's API answered with. Only posts (`t3`) count, and one strange post never loses the others.
 * @throws {PermanentError} for access errors of the subreddit, blocked networks and refused credentials.
 * @throws {ThrottledError} when Reddit asks to wait. @throws {RetryableError} when the answer is no listing.
 */
export function readListingAnswer(
  answer: RedditAnswer,
  subreddit: string,
  nowMs: number,
): ListingPage {
  if (answer.status === 401) throw credentialsRefused("it does not accept the token");
  const problem = accessErrorOf(answer, subreddit) ?? answerTrouble(answer, nowMs);
  if (problem) throw problem;

  const json = parseJson(answer.body);
  const said = z.safeParse(errorBodySchema, json).data?.error;
  if (typeof said === "string") throw credentialsRefused(said);
  if (said !== undefined && said >= 400 && said < 600 && said !== answer.status)
    return readListingAnswer({ ...answer, status: said }, subreddit, nowMs);

  if (answer.status !== 200)
    throw garbage("answer-unexpected", `Reddit answered ${answer.status}, which is no listing`);
  if (json === undefined)
    throw garbage("answer-not-json", "Reddit answered with something that is not JSON");
  const listing = readListing(json);
  if (listing?.kind !== "Listing" || !listing.data?.children)
    throw garbage("answer-not-a-listing", "Reddit answered with JSON that is not a listing");

  const posts: RedditPost[] = [];
  let unreadable = 0;
  for (const child of listing.data.children) {
    if (child?.kind !== "t3") continue;
    const post = readRedditPost(child.data);
    if (post) posts.push(post);
    else unreadable += 1;
  }
  return {
    posts,
    unreadable,
    // Anything but a post's fullname ends the listing: Reddit begins anew when it is asked for what it does not know.
    after: z.safeParse(postFullnameSchema, listing.data.after).data,
    budget: readRateBudget(answer.headers),
  };
}

function garbage(code: FailureCode, what: string): RetryableError {
  return new RetryableError(code, `${what}.`);
}
