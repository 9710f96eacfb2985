/** Seconds of each unit of an age; `m` is a month there, and minutes are `min`. Weeks are not understood. */
const unitSeconds: Readonly<Record<string, number>> = {
  year: 365 * 86_400,
  y: 365 * 86_400,
  m: 30 * 86_400,
  d: 86_400,
  hour: 3600,
  h: 3600,
  min: 60,
  s: 1,
};

/** Above this a number is milliseconds: as seconds it would be in the year 5138. */
const millisecondsFrom = 100_000_000_000;

/**
 * Reads an instant as Arctic Shift does, in seconds since 1970: seconds, milliseconds, an ISO date or time in UTC, or
 * an age such as `1year 3m 2d`. Undefined for anything else.
 */
export function readSearchTime(text: string, nowSeconds: number): number | undefined {
  if (/^\d+$/.test(text))
    return Number(text) >= millisecondsFrom ? Number(text) / 1000 : Number(text);
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    const zoned = /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T") ? text : `${text}Z`;
    const instant = Date.parse(zoned);
    return Number.isNaN(instant) ? undefined : instant / 1000;
  }
  const parts = [...text.matchAll(/(\d+) *([a-z]+) */g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  let seconds = 0;
  for (const [, amount, unit = ""] of parts) {
    const each = unitSeconds[unit];
    if (each === undefined) return undefined;
    seconds += Number(amount) * each;
  }
  return nowSeconds - seconds;
}
