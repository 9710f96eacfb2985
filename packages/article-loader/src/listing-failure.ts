import { PermanentError, RetryableError } from "@reddit-crawler/function-runtime/errors";
import type { CrawlSummary } from "@reddit-crawler/message-schema";

/** What a crawl's summary says about the error that ended a try. */
export function listingFailure(error: unknown): Pick<CrawlSummary, "state" | "failure"> {
  if (error instanceof PermanentError)
    return {
      state: "failed",
      failure: { code: error.code, message: error.message, retryable: false },
    };
  if (error instanceof RetryableError)
    return {
      state: "listing",
      failure: { code: error.code, message: error.message, retryable: true },
    };
  return {
    state: "listing",
    failure: {
      code: "internal",
      message: "The article-loader failed in a way it does not know: see its log.",
      retryable: true,
    },
  };
}
