import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";

import type { Crawl } from "../crawl/crawl.ts";
import { waitForReddit } from "../crawl/summary.ts";
import { askReddit, type RedditAnswer } from "../reddit/ask-reddit.ts";
import type { ListingPage, PageRequest } from "../reddit/listing-page.ts";
import type { ListingSource, Question } from "../reddit/listing-source.ts";
import { pauseSeconds } from "../reddit/rate-budget.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";
import type { LoaderWorld } from "../world.ts";
import { TurnTooLateError, atTurn, closeGate, deadlineOf } from "./request-gate.ts";

/** What does not pass within three attempts and some seconds is left to the message's next attempt, a minute later. */
const mostAttempts = 3;
/** Where Reddit names no wait. Its windows are ten minutes long, of which a minute frees a tenth. */
const unnamedWaitSeconds = 60;

/**
 * Reads one page. Waits for its turn and as long as Reddit asks, and attempts it again when Reddit could not answer, all
 * while the invocation's time allows. @throws {ThrottledError} when the wait is longer than that.
 * @throws {RetryableError} after the last attempt. @throws {PermanentError} when no retry can help.
 */
export async function readFrom(
  source: ListingSource,
  page: PageRequest,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ListingPage> {
  const found = await ask(source.page(page), source, world, crawl);
  const isNothing = page.after === undefined && found.after === undefined;
  if (source.existence && isNothing && found.posts.length === 0)
    await ask(source.existence(page), source, world, crawl);
  return found;
}

/** Reads single posts, at most 100; those that are gone, and all where the source cannot answer that, are left out. Throws as `readFrom`. */
export async function readPostsFrom(
  source: ListingSource,
  postIds: readonly string[],
  world: LoaderWorld,
  crawl: Crawl,
): Promise<RedditPost[]> {
  return source.posts ? (await ask(source.posts(postIds), source, world, crawl)).posts : [];
}

/** The id of the post that a share link leads to; undefined where the source does not know. Throws as `readFrom`. */
export async function readSharedFrom(
  source: ListingSource,
  sharePath: string,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<string | undefined> {
  if (!source.sharedPost) return undefined;
  return (await ask(source.sharedPost(sharePath), source, world, crawl)).posts[0]?.id;
}

async function ask(
  first: Question,
  source: ListingSource,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ListingPage> {
  const { door } = source;
  let question = first;
  let refusal: ThrottledError | undefined;
  let untilMs = Infinity;
  for (let attempt = 1; ;) {
    try {
      const page = await askOnce(question, source, world, crawl);
      if (page.budget) crawl.progress.redditBudget = Math.max(0, page.budget.remaining);
      const seconds = pauseSeconds(page.budget);
      if (seconds > 0) await closeGate(seconds, door, world);
      return { ...page, posts: page.posts.map((post) => ({ ...post, readFrom: source.name })) };
    } catch (error) {
      // Whoever waits for a door that refuses no longer than that has been refused, and not kept in its queue.
      if (error instanceof TurnTooLateError)
        throw crawl.patienceMs === undefined ? error : (refusal ?? error);
      if (!(error instanceof RetryableError)) throw error;
      if (untilMs === Infinity) untilMs = world.clock.now() + (crawl.patienceMs ?? Infinity);
      if (error instanceof ThrottledError) refusal = error;
      if (error.code === "archive-busy") {
        const { whenBusy } = question;
        if (!whenBusy) throw new RetryableError(error.code, error.message);
        await closeGate(whenBusy.waitSeconds, door, world);
        await waitAfter(error, whenBusy.waitSeconds * 1000, untilMs, world, crawl);
        ({ question } = whenBusy);
      } else if (error instanceof ThrottledError) {
        const seconds = Math.max(1, error.retryAfterSeconds ?? unnamedWaitSeconds);
        await closeGate(seconds, door, world);
        await waitAfter(error, seconds * 1000, untilMs, world, crawl);
      } else {
        if (attempt >= mostAttempts) throw error;
        await waitAfter(error, 1000 * 2 ** attempt * (0.5 + world.random()), untilMs, world, crawl);
        attempt += 1;
      }
    }
  }
}

async function askOnce(
  question: Question,
  source: ListingSource,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<ListingPage> {
  let answer = await send(question, source, world, crawl);
  // Reddit may have withdrawn the token: the next one decides.
  if (answer.status === 401 && source.tokens) answer = await send(question, source, world, crawl);
  return question.read(answer, world.clock.now());
}

async function send(
  { url, isUnsigned }: Question,
  { door, tokens, sign }: ListingSource,
  world: LoaderWorld,
  crawl: Crawl,
): Promise<RedditAnswer> {
  const token = await tokens?.current();
  const headers = token === undefined ? {} : { headers: { authorization: `bearer ${token}` } };
  const address = sign && isUnsigned !== true ? await sign(url) : url;
  const ask = () => askReddit(world.http, { url: address, ...headers });
  const answer = await atTurn(ask, door, world, crawl);
  if (answer.status === 401 && token !== undefined) tokens?.drop(token);
  return answer;
}

/** Waits outside of the gate, since a token request does not pass it. @throws `error` when the wait is too long. */
async function waitAfter(
  error: RetryableError,
  waitMs: number,
  untilMs: number,
  world: LoaderWorld,
  crawl: Crawl,
) {
  if (world.clock.now() + waitMs > Math.min(untilMs, deadlineOf(crawl, world))) throw error;
  const reason = error instanceof ThrottledError ? "reddit-asks-to-wait" : "backoff";
  const seconds = Math.ceil(waitMs / 1000);
  crawl.log.warn("waiting", { reason, seconds, code: error.code, detail: error.message });
  await waitForReddit(waitMs, reason, world, crawl);
}
