import { html, type Reply } from "../network/answer.ts";

/** How often the public feed may be asked. */
export interface FeedPace {
  /** Seconds between two requests without a token of its own; Reddit's are 60 since June 2026. */
  everySeconds?: number;
}

/** What a reader's private feed address carries; such requests are not paced. */
export const demoFeedToken = { feed: "replay-feed-token", user: "replay_reader" };

/** A gate knows when it sent, the replay when it got: networks may take this much more or less. */
const tolerance = 200;

/** Gives 429 to a request that comes too early after the last one that was answered. */
export function createFeedPace({ everySeconds = 0 }: FeedPace, now: () => number) {
  let freeAt = -Infinity;
  return (query: URLSearchParams): Reply | undefined => {
    const own = Object.entries(demoFeedToken).every(([name, value]) => query.get(name) === value);
    if (own) return undefined;
    const early = freeAt - now();
    if (early > tolerance)
      return html("<h1>Too Many Requests</h1>", 429, {
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": String(Math.ceil(early / 1000)),
      });
    freeAt = now() + everySeconds * 1000;
    return undefined;
  };
}
