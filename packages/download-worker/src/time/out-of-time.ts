import { RetryableError } from "@reddit-crawler/function-runtime/errors";

const code = "out-of-time";

/** What a job throws for whatever it has no time to begin any more. */
export function outOfTime(): RetryableError {
  return new RetryableError(code, "too little time is left to ask for it and to store it");
}

/** Whether the job's time alone is why. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof RetryableError && error.code === code;
}
