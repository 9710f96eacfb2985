import { RetryableError } from "@reddit-crawler/function-runtime/errors";

/** An object as it was read, and the bucket's name for exactly that text. */
export interface VersionedText {
  text: string;
  version: string;
}

/**
 * Texts in a bucket, each under its key. Every method throws RetryableError `bucket-unavailable` when the bucket could
 * not decide, which includes an aborted `signal`, and the SDK's own error when it refused the request.
 */
export interface JsonObjects {
  /** Undefined when there is no object. */
  read(key: string, signal?: AbortSignal): Promise<VersionedText | undefined>;
  /** Every key below `prefix`, in S3's order: a request for each 1,000 of them. */
  list(prefix: string): Promise<string[]>;
  /** The first `most` keys (1..1000) below `prefix` that sort after `after`, and whether there are more; by one request. */
  listSome(prefix: string, after: string, most: number): Promise<{ keys: string[]; more: boolean }>;
  /** Puts `text`, whatever is there. */
  put(key: string, text: string, signal?: AbortSignal): Promise<void>;
  /** Puts `text` unless there is an object. Says whether there was none. */
  putOnce(key: string, text: string, signal?: AbortSignal): Promise<boolean>;
  /** Puts `text` in the place of `version`, or of nothing where that is undefined. False when something else is there. */
  replace(key: string, text: string, version: string | undefined): Promise<boolean>;
}

/** The error for a `key` that other writers changed at every attempt: a later one may succeed. */
export function contended(key: string): RetryableError {
  return new RetryableError("object-contended", `${key} is being written by too many others.`);
}
