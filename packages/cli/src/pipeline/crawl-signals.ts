import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";

import type { StackOptions } from "@reddit-crawler/local-stack/start-stack";
import { isUnreachable } from "../terminal/advice.ts";
import { serverOf } from "../terminal/local-words.ts";
import { waitOf, waitWords } from "../terminal/wait-words.ts";
import { parseLine, type LogEntry } from "./stage-log.ts";

/** What the article-loader's log says that the crawl's summary does not. */
export interface CrawlSignals {
  onLog: NonNullable<StackOptions["onLog"]>;
  /** Requests that Reddit still grants in its present window; undefined until an answer has said. */
  redditBudget(): number | undefined;
  /** Why the loader waits by its log, or else by `status`, and for how many seconds more; undefined while it does not. */
  wait(status?: Pick<CrawlStatus, "waiting">): { reason: string; seconds: number } | undefined;
}

/**
 * Attempts at a page that never comes: three in the article-loader's process, which has three attempts (its README,
 * "When it fails"). Fewer where an earlier page used up runs.
 */
const mostAttempts = 9;

/** Called as the stages say it: with the length of each wait that Reddit asked for, and with each attempt that stored pictures. */
interface CrawlSignalCalls {
  onWait?: (ms: number) => void;
  onListed?: () => void;
  onStored?: () => void;
}

/** Signals read from the lines of all stages. */
export function crawlSignals(
  { onWait, onListed, onStored }: CrawlSignalCalls = {},
  now: () => number = Date.now,
): CrawlSignals {
  let budget: number | undefined;
  let waiting: { reason: string; untilMs: number } | undefined;
  /** Attempts at the present page that reached no server, in a row, and the last such server. */
  let unreached = 0;
  let away = "Reddit";
  return {
    onLog: ({ line }) => {
      if (/"PicturesStored":[1-9]/.test(line)) onStored?.();
      if (!/"event":"(?:waiting|page-settled|listed|listing-failed)"/.test(line)) return;
      const entry = parseLine(line) ?? {};
      const { event, reason, seconds, redditBudget } = entry;
      if (event === "page-settled") unreached = 0;
      if (isUnreachable(codeOf(entry))) {
        unreached += 1;
        away = serverOf(detailOf(entry));
      }
      if (event === "listed") onListed?.();
      if (typeof redditBudget === "number") budget = redditBudget;
      // Request spacing is always there, and seldom longer than a poll takes.
      if (typeof reason !== "string" || typeof seconds !== "number" || reason === "request-spacing")
        return;
      waiting = { reason: waitWords(reason), untilMs: now() + seconds * 1000 };
      if (reason === "reddit-asks-to-wait") onWait?.(seconds * 1000);
    },
    redditBudget: () => budget,
    wait: (status) => {
      const left = waiting ? Math.ceil((waiting.untilMs - now()) / 1000) : 0;
      const wait =
        waiting && left > 0 ? { reason: waiting.reason, seconds: left } : waitOf(status, now());
      if (!wait || unreached === 0) return wait;
      const next = Math.min(unreached + 1, mostAttempts);
      return {
        ...wait,
        reason: `${away} cannot be reached, attempt ${next} of up to ${mostAttempts}`,
      };
    },
  };
}

/** The failure code of a log line: its own while the loader makes further attempts, its error's at the end of a run. */
function codeOf({ code, error }: LogEntry): unknown {
  return code ?? Object(error).code;
}

/** What failed, in the stage's words: where `codeOf` has its code. */
function detailOf({ detail, error }: LogEntry): string {
  const { message }: { message?: unknown } = Object(error);
  const text = detail ?? message;
  return typeof text === "string" ? text : "";
}
