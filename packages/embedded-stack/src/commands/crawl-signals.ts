import type { StackOptions } from "../stack/start-stack.ts";
import { waitWords } from "./wait-words.ts";

/** What the article-loader's log tells besides what the crawl's summary has. */
export interface CrawlSignals {
  onLog: NonNullable<StackOptions["onLog"]>;
  /** Requests that Reddit still grants in its present window; undefined until an answer has told. */
  redditBudget(): number | undefined;
  /** Why the loader waits, and for how many seconds more; undefined while it does not. */
  wait(): { reason: string; seconds: number } | undefined;
}

/** Who hears of what happens while a crawl is listed. */
interface SignalListener {
  /** Gets the length of each wait that Reddit asked for. */
  onWait?: (ms: number) => void;
  /** The listing is over. */
  onListed?: () => void;
}

/** Signals read from the lines of all stages. */
export function crawlSignals(
  { onWait, onListed }: SignalListener = {},
  now: () => number = Date.now,
): CrawlSignals {
  let budget: number | undefined;
  let waiting: { reason: string; untilMs: number } | undefined;
  return {
    onLog: ({ line }) => {
      if (!/"event":"(?:waiting|page-settled|listed)"/.test(line)) return;
      const entry: unknown = JSON.parse(line);
      if (typeof entry !== "object" || entry === null) return;
      if ("event" in entry && entry.event === "listed") onListed?.();
      if ("redditBudget" in entry && typeof entry.redditBudget === "number")
        budget = entry.redditBudget;
      if (!("reason" in entry && "seconds" in entry) || typeof entry.seconds !== "number") return;
      // Always there, and seldom longer than a look takes.
      if (entry.reason === "request-spacing") return;
      const reason = waitWords(String(entry.reason));
      waiting = { reason, untilMs: now() + entry.seconds * 1000 };
      if (entry.reason === "reddit-asks-to-wait") onWait?.(entry.seconds * 1000);
    },
    redditBudget: () => budget,
    wait: () => {
      const seconds = waiting ? Math.ceil((waiting.untilMs - now()) / 1000) : 0;
      return waiting && seconds > 0 ? { reason: waiting.reason, seconds } : undefined;
    },
  };
}
