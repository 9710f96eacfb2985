import type { StackOptions } from "@reddit-crawler/local-stack/start-stack";

/** Which crawls a function gave up on, told from what the stack reports. */
export interface LoaderFailures {
  onEvent: NonNullable<StackOptions["onEvent"]>;
  /** Why the work on a crawl was given up; undefined while it was not. */
  of: (crawlId: string) => string | undefined;
}

/**
 * Collects the events that a failure queue took, since nothing else will work on them. One that no queue took is a
 * worker's: its message is still in the post queue and comes back.
 */
export function loaderFailures(): LoaderFailures {
  const givenUp: { payload: string; reason: string }[] = [];
  return {
    onEvent: (event) => {
      if (event.type === "given-up" && event.keptIn.length > 0)
        givenUp.push({
          payload: JSON.stringify(event.payload),
          reason: `${event.function} gave up: ${event.error}`,
        });
    },
    of: (crawlId) => givenUp.find(({ payload }) => payload.includes(crawlId))?.reason,
  };
}
