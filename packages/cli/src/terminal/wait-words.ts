import type { CrawlStatus } from "@reddit-crawler/message-schema/http-api/answer-schemas";

/** Codes of waits in words. */
const words: Readonly<Record<string, string>> = {
  "reddit-asks-to-wait": "Reddit asks to wait",
  backoff: "Reddit could not answer, trying again",
  "request-spacing": "Requests to Reddit are kept apart",
};

/** Why a crawl waits, for people; the code itself where a later version has a new one. */
export function waitWords(code: string): string {
  return words[code] ?? code.replaceAll("-", " ");
}

/** The wait that a status has, with the seconds that are left of it; undefined once it is over. */
export function waitOf(
  status: Pick<CrawlStatus, "waiting"> | undefined,
  nowMs: number,
): { reason: string; seconds: number } | undefined {
  if (!status?.waiting) return undefined;
  const { reason, until } = status.waiting;
  const seconds = Math.ceil((Date.parse(until) - nowMs) / 1000);
  return seconds > 0 ? { reason: waitWords(reason), seconds } : undefined;
}
