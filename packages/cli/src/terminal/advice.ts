import { basename } from "node:path";

/** Codes of function-runtime's network errors that a person at this machine may be able to fix. */
const unreachableCodes: ReadonlySet<unknown> = new Set([
  "host-not-found",
  "connection-refused",
  "connect-timeout",
  "proxy-refused",
]);
const unreachableSystemCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
const unwritable = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT"]);

/** What a person can check when a server cannot be reached. */
export const whatToCheck = "check the network, and HTTPS_PROXY where there is a proxy";

/** Whether a failure's `code` says that a server was not reached at all. */
export function isUnreachable(code: unknown): boolean {
  return unreachableCodes.has(code);
}

/** What to do on this machine about a failure's `code`; undefined where the stages' own message says it. */
export function failureAdvice(code: string | undefined): string | undefined {
  if (code === "credentials-refused")
    return "Reddit refused the credentials: compare REDDIT_CLIENT_ID and REDDIT_CLIENT_SECRET, in the environment or in .env, with https://www.reddit.com/prefs/apps.";
  return isUnreachable(code) ? `Reddit could not be reached: ${whatToCheck}.` : undefined;
}

/** What a person can do about an error of the operating system; undefined for any other error. */
export function systemAdvice(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    const path = "path" in cause ? String(cause.path) : undefined;
    if (code === "EADDRINUSE")
      return `${cause.message.replace(/^listen EADDRINUSE: /, "")}: choose another port with --port, or end what listens there.`;
    if (unwritable.has(code) && path !== undefined)
      return `${path} cannot be written (${code}): choose another folder with --out.`;
    if (unreachableSystemCodes.has(code))
      return `A server could not be reached (${cause.message}): ${whatToCheck}.`;
  }
  return undefined;
}

/** Where the page that shows a folder is, and why it does not have the usual name where it does not. */
export function whereToLook(page: string): string {
  const words = `Look at them in a browser: ${page}`;
  return basename(page) === "index.html"
    ? words
    : `${words} (the index.html there belongs to something else and stays as it is)`;
}
