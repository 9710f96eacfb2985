import type { Clock } from "@reddit-crawler/function-runtime/clock";
import { RetryableError, ThrottledError } from "@reddit-crawler/function-runtime/errors";
import type { Log } from "@reddit-crawler/function-runtime/log";

import type { ListingPage, PageRequest } from "../reddit/listing-page.ts";
import type { ListingSource } from "./listing-source.ts";
import { pauseSeconds } from "../reddit/rate-budget.ts";
import type { ReadingListener } from "../crawl/reading-news.ts";
import type { RedditPost } from "../reddit/reddit-post.ts";
import type { RequestGate, Turn } from "./request-gate.ts";
import { TurnTooLateError } from "./turn-too-late-error.ts";

/** What reading a page needs. */
export interface ReadPagePorts {
  source: ListingSource;
  gate: RequestGate;
  clock: Clock;
  /** From 0 to below 1. */
  random: () => number;
  log: Log;
  listener?: ReadingListener;
}

/** Reads one page of a crawl after the other. */
export type ReadPage = (page: PageRequest) => Promise<ListingPage>;
/** Reads single posts, at most 100; those that are gone are left out. */
export type ReadPosts = (postIds: readonly string[]) => Promise<RedditPost[]>;

/** Kept free behind the wait for a page: 30 s for the request and as long for sending its posts. Chosen. */
const pageReserveMs = 60_000;
/** Chosen: what does not pass within three tries and some seconds is left to Lambda's retries, a minute later. */
const mostTries = 3;
/** Chosen: where Reddit names no wait. Its windows are ten minutes long, of which a minute frees a tenth. */
const unnamedWaitSeconds = 60;

/**
 * A reader that waits for its turn and as long as Reddit asks, and tries again when Reddit could not answer, all while
 * `timeLeftMs` allows. @throws {ThrottledError} when the wait is longer than that. @throws {RetryableError} when the
 * tries are used up.
 */
export function createPageReader(
  ports: ReadPagePorts,
  timeLeftMs: () => number,
): { readPage: ReadPage; readPosts: ReadPosts | undefined } {
  const { source, gate, clock, random, log, listener } = ports;
  const readPosts = source.readPosts?.bind(source);
  let notBeforeMs = 0;

  const deadlineMs = () => clock.now() + timeLeftMs() - pageReserveMs;

  const turn: Turn = (request) =>
    gate.run(
      {
        notBeforeMs,
        deadlineMs: deadlineMs(),
        onWait: (wait) => {
          if (wait.reason === "reddit-asks-to-wait") log.info("waiting", { ...wait });
          else log.debug("waiting", { ...wait });
          return listener?.onWait(wait);
        },
      },
      async () => {
        try {
          return await request();
        } finally {
          notBeforeMs = clock.now() + source.pauseMs;
        }
      },
    );

  /** Sleeps here and not in the gate, since a token request does not pass it. */
  async function waitAfter(error: RetryableError, waitMs: number) {
    if (clock.now() + waitMs > deadlineMs()) throw error;
    const reason = error instanceof ThrottledError ? "reddit-asks-to-wait" : "backoff";
    const seconds = Math.ceil(waitMs / 1000);
    log.warn("waiting", { reason, seconds, code: error.code, message: error.message });
    const untilMs = clock.now() + waitMs;
    await listener?.onWait({ reason, seconds });
    await clock.sleep(Math.max(0, untilMs - clock.now()));
  }

  const read = async (request: () => Promise<ListingPage>): Promise<ListingPage> => {
    for (let tries = 1; ;) {
      try {
        const answer = await request();
        if (answer.budget) listener?.onBudget(answer.budget.remaining);
        const pause = pauseSeconds(answer.budget);
        if (pause > 0) await gate.closeFor(pause);
        return answer;
      } catch (error) {
        if (error instanceof TurnTooLateError || !(error instanceof RetryableError)) throw error;
        if (error instanceof ThrottledError) {
          const seconds = Math.max(1, error.retryAfterSeconds ?? unnamedWaitSeconds);
          await gate.closeFor(seconds);
          await waitAfter(error, seconds * 1000);
        } else {
          if (tries >= mostTries) throw error;
          await waitAfter(error, 1000 * 2 ** tries * (0.5 + random()));
          tries += 1;
        }
      }
    }
  };

  return {
    readPage: (page) => read(() => source.readPage(page, turn)),
    readPosts: readPosts && (async (postIds) => (await read(() => readPosts(postIds, turn))).posts),
  };
}
