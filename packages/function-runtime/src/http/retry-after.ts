/**
 * Seconds that a `Retry-After` header asks for: a number of seconds or an HTTP date (RFC 9110, section 10.2.3). Of a
 * repeated header, whose numbers are joined by commas, the longest wait counts.
 * Undefined where there is none or it says nothing readable; never negative.
 */
export function parseRetryAfter(value: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  if (/^[\d., ]+$/.test(text)) return longestOf(text);
  if (!/[a-z]/i.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - nowMs) / 1000));
}

function longestOf(text: string): number | undefined {
  const waits = text.split(",").map((each) => each.trim());
  if (!waits.every((wait) => /^\d+(?:\.\d+)?$/.test(wait))) return undefined;
  return Math.ceil(Math.max(...waits.map(Number)));
}
