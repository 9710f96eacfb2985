/** How long a command waits for posts that are attempted again and again, over all the crawls that it follows. */
export interface Patience {
  /** Notes how far a crawl is: any other `mark` than before is progress. Undefined while its listing goes on, however slowly. */
  note(crawlId: string, mark: string | undefined): void;
  /** Notes progress that no mark shows, such as a picture of an album that is not complete. */
  progress: () => void;
  /** Milliseconds until patience ends; 0 once it has. */
  leftMs(): number;
}

/** Patience of `patienceMs` beyond the last progress of any crawl; `now` in milliseconds, of a clock that no one sets. */
export function createPatience(
  patienceMs: number,
  now: () => number = () => performance.now(),
): Patience {
  const marks = new Map<string, string | undefined>();
  let progressAt = now();
  const progress = () => {
    progressAt = now();
  };
  return {
    note: (crawlId, mark) => {
      if (mark === undefined || mark !== marks.get(crawlId)) progress();
      marks.set(crawlId, mark);
    },
    progress,
    leftMs: () => Math.max(0, progressAt + patienceMs - now()),
  };
}

/** Of a command that is stopped by its person alone, as `start` is. */
export const endlessPatience: Patience = {
  note: () => {},
  progress: () => {},
  leftMs: () => Infinity,
};
