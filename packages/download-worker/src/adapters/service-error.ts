import { RetryableError } from "@reddit-crawler/function-runtime/errors";
import { statusOf } from "@reddit-crawler/function-runtime/service-status";

import { verdictOfStatus } from "../failure-policy.ts";

/**
 * A RetryableError for what passes by itself: no answer, a conflict with another writer, throttling, a server's error
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). Any other error comes back as it is, since
 * it needs somebody to look.
 */
export function serviceError(service: "s3" | "sqs", error: unknown): unknown {
  const status = statusOf(error);
  const passes = status === undefined || verdictOfStatus("S3, SQS", status) === "passing";
  if (!passes || !(error instanceof Error)) return error;
  return new RetryableError(
    `${service}-${status ?? "no-answer"}`,
    `${service}: ${error.name}: ${error.message}`,
    { cause: error },
  );
}
