import { PermanentError, RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { CrawlSummary } from "@reddit-crawler/message-schema";

/**
 * What a crawl's summary says about the error that ended a try. With `listedPerShard`, what all tries had listed until
 * then, it is for good.
 */
export function listingFailure(
  error: unknown,
  listedPerShard?: number[],
): Pick<CrawlSummary, "state" | "failure" | "listedPerShard"> {
  const isPermanent = error instanceof PermanentError || listedPerShard !== undefined;
  const { code, message } =
    error instanceof PermanentError || error instanceof RetryableError
      ? error
      : {
          code: "internal",
          message: "The article-loader failed in a way it does not know: see its log.",
        };
  return {
    state: isPermanent ? "failed" : "listing",
    failure: { code, message, retryable: !isPermanent },
    ...(listedPerShard && { listedPerShard }),
  };
}
