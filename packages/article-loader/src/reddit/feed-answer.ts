import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { postFullnameSchema } from "@reddit-crawler/message-schema";
import * as z from "zod/mini";

import { answerTrouble } from "./answer-errors.ts";
import { readFeedEntry, type HtmlParser } from "./feed-entry.ts";
import type { ListingPage } from "./listing-page.ts";
import { readRateBudget } from "./rate-budget.ts";
import type { RedditAnswer } from "./ask-reddit.ts";
import { readRedditPost, type RedditPost } from "./reddit-post.ts";
import { accessErrorOf } from "./subreddit-access.ts";

/**
 * The page that the public Atom feed answered with. A feed does not say whether it ends, so that only a page without
 * entries is the end. @throws {PermanentError} for access errors of the subreddit and blocked networks.
 * @throws {ThrottledError} when Reddit asks to wait. @throws {RetryableError} when the answer is no feed.
 */
export function readFeedAnswer(
  answer: RedditAnswer,
  subreddit: string,
  nowMs: number,
  { DomUtils, parseDocument }: HtmlParser,
): ListingPage {
  const problem = accessErrorOf(answer, subreddit) ?? answerTrouble(answer, nowMs);
  if (problem) throw problem;
  if (answer.status !== 200)
    throw new RetryableError(
      "answer-unexpected",
      `Reddit answered ${answer.status}, which is no feed.`,
    );
  const [feed] = DomUtils.getElementsByTagName(
    "feed",
    parseDocument(answer.body, { xmlMode: true }),
  );
  // A feed that was cut off would be taken for the end of the listing.
  if (!feed || !answer.body.trimEnd().endsWith("</feed>"))
    throw new RetryableError(
      "answer-not-a-feed",
      "Reddit answered with something that is not a whole Atom feed.",
    );

  const posts: RedditPost[] = [];
  let unreadable = 0;
  let after: string | undefined;
  for (const entry of DomUtils.getElementsByTagName("entry", feed.children, false)) {
    const fields = readFeedEntry(entry, { DomUtils, parseDocument });
    const fullname = z.safeParse(postFullnameSchema, fields.name);
    if (!fullname.success) continue;
    after = fullname.data;
    const post = readRedditPost(fields);
    if (post) posts.push(post);
    else unreadable += 1;
  }
  return { posts, unreadable, after, budget: readRateBudget(answer.headers) };
}
