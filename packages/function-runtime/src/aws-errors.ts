import type { FailureCode } from "./failure-codes.ts";
import { PermanentError, RetryableError, errorMessage } from "./errors.ts";

/** The HTTP status of an error that an AWS client threw; undefined when no answer came. Names differ between S3 and its emulators. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("$metadata" in error)) return undefined;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  if (!("httpStatusCode" in metadata)) return undefined;
  const { httpStatusCode } = metadata;
  return typeof httpStatusCode === "number" ? httpStatusCode : undefined;
}

/** Whether AWS denied a request: it does until an engineer changes a permission. */
export function isDenied(error: unknown): boolean {
  return statusOf(error) === 403;
}

/** Statuses that pass by themselves: timeout, conflict with another writer, throttling (RFC 9110, RFC 6585). */
const passingStatuses: ReadonlySet<number> = new Set([408, 409, 429]);
/** Names of throttling and timeouts, which services also answer with 400 or 403, as the SDK's own retries know them. */
const passingNames =
  /throttl|too ?many ?requests|slow ?down|requesttimeout|limitexceeded|bandwidth/i;

/**
 * What an error of S3, or of the queue that a worker reads, means for every caller: a RetryableError with `code` for no
 * answer, a broken body, throttling, 408, 409, 429 and 5xx. Any other error comes back as it is: a denial or a wrong
 * request needs an engineer.
 */
export function awsFailure(code: FailureCode, error: unknown): unknown {
  if (
    error instanceof RetryableError ||
    error instanceof PermanentError ||
    !(error instanceof Error)
  )
    return error;
  const status = statusOf(error);
  const passes =
    status === undefined ||
    status >= 500 ||
    passingStatuses.has(status) ||
    passingNames.test(error.name);
  if (!passes) return error;
  const answer = status === undefined ? "no answer" : `answered ${status}`;
  return new RetryableError(code, `${answer}: ${error.name}: ${errorMessage(error)}`, {
    cause: error,
  });
}

/** Runs `call` of an AWS service. @throws what `awsFailure` makes of its error, after the SDK's own attempts. */
export async function awsCall<Result>(
  code: FailureCode,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw awsFailure(code, error);
  }
}

/**
 * Runs `call`, which reads a secret or sends a message. @throws {RetryableError} `code` for every error after the SDK's own
 * attempts, a denial too: what may not have been sent is always sent again.
 */
export async function retryableCall<Result>(
  code: FailureCode,
  call: () => Promise<Result>,
): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof PermanentError) throw error;
    throw new RetryableError(code, errorMessage(error), { cause: error });
  }
}
