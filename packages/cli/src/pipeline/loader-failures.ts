import type { StackOptions } from "@reddit-crawler/local-stack/start-stack";

/**
 * Which crawls a function gave up on, from the stack's events: those that a failure queue took, since nothing else will
 * work on them. One that no queue took is a worker's: its message is still in the post queue and comes back.
 */
export function loaderFailures() {
  const givenUp: { payload: string; reason: string }[] = [];
  const onEvent: NonNullable<StackOptions["onEvent"]> = (event) => {
    if (event.type === "given-up" && event.keptIn.length > 0)
      givenUp.push({
        payload: JSON.stringify(event.payload),
        reason: `${event.function} gave up: ${event.error}`,
      });
  };
  /** Why the work on a crawl was given up; undefined while it was not. */
  const of = (crawlId: string) => givenUp.find(({ payload }) => payload.includes(crawlId))?.reason;
  return { onEvent, of };
}
