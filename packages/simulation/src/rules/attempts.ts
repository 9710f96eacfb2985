import type { InvocationEnd } from "../aws/lambda-function.ts";

const noAttempts = new Set(["too-late", "deferred", "checked", "unchecked"]);

/** A worker that came too late for its message, found its host in a cooldown, or only checked its crawl's end, made no attempt. */
export function isAttempt(end: InvocationEnd): boolean {
  return !("answer" in end) || !noAttempts.has(Object(end.answer).end);
}
