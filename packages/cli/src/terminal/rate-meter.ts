/** How fast something grows. */
export interface RateMeter {
  /** Notes the total at this moment and gives its growth per second over the last moments. */
  note(total: number): number;
}

/** Chosen: short enough to look alive, long enough not to flicker between pictures. */
const windowMs = 5000;

/** A meter that starts from nothing; `now` in milliseconds. */
export function rateMeter(now: () => number = Date.now): RateMeter {
  const seen: { at: number; total: number }[] = [];
  return {
    note: (total) => {
      const at = now();
      seen.push({ at, total });
      while (seen.length > 2 && at - (seen[1]?.at ?? at) >= windowMs) seen.shift();
      const first = seen[0] ?? { at, total };
      return at === first.at ? 0 : ((total - first.total) * 1000) / (at - first.at);
    },
  };
}
