/** Codes of function-runtime's network errors that a person at this machine may be able to mend. */
const unreachableCodes = new Set([
  "host-not-found",
  "connection-refused",
  "connect-timeout",
  "proxy-refused",
]);

/** What to do on this machine about a failure's `code`, where that is not what the stages' own words say of a deployed stack. */
export function localAdvice(code = ""): string | undefined {
  if (code === "credentials-refused")
    return "Reddit refused the credentials: compare REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, in the environment or in .env, with https://www.reddit.com/prefs/apps.";
  return unreachableCodes.has(code)
    ? "Reddit could not be reached: check the network, and HTTPS_PROXY where there is a proxy."
    : undefined;
}
