import { whatToCheck } from "../local/unreachable.ts";

const unwritable = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOSPC", "EDQUOT"]);
const unreachable = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** What a person can do about an error of the system below; undefined for all that are our own. */
export function systemAdvice(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code = "code" in cause ? String(cause.code) : "";
    const path = "path" in cause ? String(cause.path) : undefined;
    if (code === "EADDRINUSE")
      return `${cause.message.replace(/^listen EADDRINUSE: /, "")}: choose another port with --port, or end what listens there.`;
    if (unwritable.has(code) && path !== undefined)
      return `${path} cannot be written (${code}): choose another folder with --out.`;
    if (unreachable.has(code))
      return `A server could not be reached (${cause.message}): ${whatToCheck}.`;
  }
  return undefined;
}
