/** How many requests Reddit still grants in its present window (https://support.reddithelp.com/hc/en-us/articles/16160319875092-Reddit-Data-API-Wiki). */
export interface RateBudget {
  remaining: number;
  resetSeconds: number;
}

/**
 * The budget in an answer's headers; undefined where they are missing or unreadable, as in a CDN's answers. Reddit may
 * count in several windows, which a repeated header lists with commas: the one with the fewest requests left counts, of
 * equals the longest.
 */
export function readRateBudget(headers: Readonly<Record<string, string>>): RateBudget | undefined {
  const resets = numbers(headers["x-ratelimit-reset"]);
  const longest = Math.max(...resets.filter((reset) => Number.isFinite(reset)));
  const budgets = numbers(headers["x-ratelimit-remaining"])
    .map((remaining, index) => ({ remaining, resetSeconds: resets[index] ?? longest }))
    .filter(
      ({ remaining, resetSeconds }) =>
        Number.isFinite(remaining) && Number.isFinite(resetSeconds) && resetSeconds >= 0,
    );
  return budgets.toSorted(
    (a, b) => a.remaining - b.remaining || b.resetSeconds - a.resetSeconds,
  )[0];
}

/** Seconds to wait after an answer: until the window ends when less than one request is left, else none. */
export function pauseSeconds(budget: RateBudget | undefined): number {
  return budget && budget.remaining < 1 ? Math.ceil(budget.resetSeconds) : 0;
}

function numbers(text: string | undefined): number[] {
  return (text ?? "").split(",").map((each) => Number.parseFloat(each));
}
