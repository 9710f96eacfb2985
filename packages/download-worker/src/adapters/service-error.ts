import { RetryableError } from "@reddit-crawler/function-runtime/errors";

import { verdictOfStatus } from "../failure-policy.ts";

/** The HTTP status of an SDK error; undefined when no answer came. Names differ between S3 and its stand-ins. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  if (!("httpStatusCode" in metadata)) return undefined;
  const { httpStatusCode } = metadata;
  return typeof httpStatusCode === "number" ? httpStatusCode : undefined;
}

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
