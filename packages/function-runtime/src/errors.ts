import type { FailureCode } from "./failure-codes.ts";

/** What the errors of a message have in common. */
class CodedError extends Error {
  /** For records, logs and alarms, such as `connection-broken`. */
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Thrown when no retry can help: the outcome is recorded with this reason, and the message ends. */
export class PermanentError extends CodedError {
  override readonly name = "PermanentError";
}

/** Thrown when the same work may succeed later: the message comes back after a backoff, and each return counts as an attempt. */
export class RetryableError extends CodedError {
  override readonly name: string = "RetryableError";
}

/** Thrown when the other side asks for a cooldown: the message comes back after it. */
export class ThrottledError extends RetryableError {
  override readonly name = "ThrottledError";
  /** Seconds to wait, as the answer said; undefined where it named none. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: FailureCode,
    message: string,
    retryAfterSeconds: number | undefined,
    options?: ErrorOptions,
  ) {
    super(code, message, options);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Thrown at a cold start that cannot go on: the function stops, and the message names every wrong variable. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** An error's message, or what was thrown as text. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
