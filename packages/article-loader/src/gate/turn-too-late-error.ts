import { ThrottledError } from "@reddit-crawler/function-runtime/errors";

/** Thrown instead of a request whose turn comes when the function has no time left for it: another invocation goes on. */
export class TurnTooLateError extends ThrottledError {
  constructor(waitMs: number, redditAsked: boolean) {
    const seconds = Math.ceil(waitMs / 1000);
    super(
      redditAsked ? "reddit-asks-to-wait" : "turn-too-late",
      `The next request to Reddit may leave in ${seconds} s${redditAsked ? ", as Reddit asked" : ""}, which is too late for this invocation. The crawl goes on in the next one.`,
      seconds,
    );
  }
}
