import type { StackOptions } from "@reddit-crawler/local-stack/start-stack";

/**
 * Which crawls the loader gave up on, from the stack's events: nothing else will work on them. What a worker gave up on
 * is still a message in the post queue, and comes back.
 */
export function loaderFailures() {
  const givenUp: { payload: string; reason: string }[] = [];
  const onEvent: NonNullable<StackOptions["onEvent"]> = (event) => {
    if (event.type === "given-up" && event.function === "ArticleLoaderFunction")
      givenUp.push({
        payload: JSON.stringify(event.payload),
        reason: `${event.function} gave up: ${event.error}`,
      });
  };
  /** Why the work on a crawl was given up; undefined while it was not. */
  const of = (crawlId: string) => givenUp.find(({ payload }) => payload.includes(crawlId))?.reason;
  return { onEvent, of };
}
