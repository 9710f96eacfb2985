/** Reddit's quota of one app, as recorded: 600 requests in a window of 600 seconds. */
const quota = 600;
const windowSeconds = 600;

/** Counts requests; gives the headers of the next answer. */
export function createRateLimit(now: () => number): () => Record<string, string> {
  let windowStart = -Infinity;
  let used = 0;
  return () => {
    const elapsed = () => (now() - windowStart) / 1000;
    if (elapsed() >= windowSeconds) {
      windowStart = now();
      used = 0;
    }
    used += 1;
    return {
      "x-ratelimit-used": String(used),
      "x-ratelimit-remaining": Math.max(0, quota - used).toFixed(1),
      "x-ratelimit-reset": String(Math.ceil(windowSeconds - elapsed())),
    };
  };
}
