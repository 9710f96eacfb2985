import {
  PermanentError,
  RetryableError,
  errorMessage,
} from "@reddit-crawler/function-runtime/errors";

/** How long AWS may take to connect and to answer, in milliseconds: the SDK by itself would wait for ever. Chosen. */
export const awsRequestHandler = { connectionTimeout: 3000, requestTimeout: 10_000 };

/** Runs `call` of an AWS service. @throws {RetryableError} `code`, when it fails after the SDK's own retries. */
export async function awsCall<Result>(code: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof PermanentError) throw error;
    throw new RetryableError(code, errorMessage(error), { cause: error });
  }
}
