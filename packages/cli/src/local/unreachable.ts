/** Codes of function-runtime's network errors that a person at this machine may be able to mend. */
const unreachableCodes: ReadonlySet<unknown> = new Set([
  "host-not-found",
  "connection-refused",
  "connect-timeout",
  "proxy-refused",
]);

/** Whether a failure's `code` says that a server was not reached at all. */
export function isUnreachable(code: unknown): boolean {
  return unreachableCodes.has(code);
}

/** What a person can look at then. */
export const whatToCheck = "check the network, and HTTPS_PROXY where there is a proxy";
