/** How many requests Reddit still grants in its present window (https://support.reddithelp.com/hc/en-us/articles/16160319875092-Reddit-Data-API-Wiki). */
export interface RateBudget {
  remaining: number;
  resetSeconds: number;
}

/** The budget in an answer's headers; undefined where they are missing or unreadable, as in a CDN's answers. */
export function readRateBudget(headers: Readonly<Record<string, string>>): RateBudget | undefined {
  const remaining = Number.parseFloat(headers["x-ratelimit-remaining"] ?? "");
  const resetSeconds = Number.parseFloat(headers["x-ratelimit-reset"] ?? "");
  if (!Number.isFinite(remaining) || !Number.isFinite(resetSeconds) || resetSeconds < 0)
    return undefined;
  return { remaining, resetSeconds };
}

/** Seconds to wait after an answer: until the window ends when less than one request is left, else none. */
export function pauseSeconds(budget: RateBudget | undefined): number {
  return budget && budget.remaining < 1 ? Math.ceil(budget.resetSeconds) : 0;
}
