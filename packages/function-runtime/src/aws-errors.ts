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

/** Statuses that pass by themselves: timeout, conflict with another writer, throttling (RFC 9110, RFC 6585). */
const passingStatuses: ReadonlySet<number> = new Set([408, 409, 429]);

/**
 * What an error of an AWS service means, for every caller: a RetryableError with `code` for no answer, a broken body,
 * 408, 409, 429 and 5xx. Any other error comes back as it is: a denial or a wrong request needs an engineer.
 */
export function awsFailure(code: FailureCode, error: unknown): unknown {
  if (
    error instanceof RetryableError ||
    error instanceof PermanentError ||
    !(error instanceof Error)
  )
    return error;
  const status = statusOf(error);
  if (status !== undefined && status < 500 && !passingStatuses.has(status)) return error;
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
