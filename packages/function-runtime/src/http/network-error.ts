import type { FailureCode } from "../failure-codes.ts";
import { RetryableError } from "../errors.ts";

/** Node's codes of network errors, as the codes that records and logs use. */
const networkCodes: Readonly<Record<string, FailureCode>> = {
  ECONNREFUSED: "connection-refused",
  ECONNRESET: "connection-broken",
  EPIPE: "connection-broken",
  ENOTFOUND: "host-not-found",
  EAI_AGAIN: "host-not-found",
  EADDRNOTPUBLIC: "address-not-public",
  ERR_PROXY_TUNNEL: "proxy-refused",
};

/**
 * The failure of `what`, a method and a host, as an error with a code of ours. An abort stays what it is, since it is
 * the caller's own; a time limit that ran out is `total-timeout`.
 */
export function networkError(what: string, error: unknown): Error {
  if (error instanceof RetryableError) return error;
  if (!(error instanceof Error)) return new RetryableError("network", `${what}: ${String(error)}`);
  if (error.name === "TimeoutError")
    return new RetryableError("total-timeout", `${what}: took too long`, { cause: error });
  if (error.name === "AbortError") return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return new RetryableError(networkCodes[code] ?? "network", `${what}: ${error.message || code}`, {
    cause: error,
  });
}
