/** Where a crawl's time went, in milliseconds. */
export interface TimeSpent {
  /** From the command's start to the crawl's request. */
  startingMs: number;
  /** Until the listing ended. */
  listingMs: number;
  /** From there to the end: what was downloaded beside the listing is not in it. */
  downloadingMs: number;
  /** Of all that, waits that Reddit asked for. */
  waitingForRedditMs: number;
}

/** Watches a crawl's phases go by. */
export interface Stopwatch {
  ordered(): void;
  listed(): void;
  waited(ms: number): void;
  /** How long it has been, in milliseconds. */
  elapsedMs(): number;
  spent(): TimeSpent;
}

/** A stopwatch that starts now; `now` in milliseconds. Only the first call for each phase counts. */
export function stopwatch(now: () => number = Date.now): Stopwatch {
  const startedAt = now();
  let orderedAt: number | undefined;
  let listedAt: number | undefined;
  let waitingForRedditMs = 0;
  return {
    ordered: () => (orderedAt ??= now()),
    listed: () => (listedAt ??= now()),
    waited: (ms) => (waitingForRedditMs += ms),
    elapsedMs: () => now() - startedAt,
    spent: () => {
      const end = now();
      const ordered = orderedAt ?? end;
      const listed = listedAt ?? end;
      return {
        startingMs: ordered - startedAt,
        listingMs: listed - ordered,
        downloadingMs: end - listed,
        waitingForRedditMs,
      };
    },
  };
}
