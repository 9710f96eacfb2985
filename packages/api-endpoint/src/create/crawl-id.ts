/** Crockford's base 32: no I, L, O and U, which people misread. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeCharacters = 10;
const randomCharacters = 16;

/** Fills `count` bytes that nobody can guess. */
export type RandomBytes = (count: number) => Uint8Array;

/**
 * A ULID: ids of a later millisecond sort after earlier ones, and 80 random bits keep strangers from guessing one
 * (https://github.com/ulid/spec). `timeMs` is milliseconds since 1970, up to the year 10889.
 */
export function newCrawlId(timeMs: number, randomBytes: RandomBytes): string {
  let time = "";
  for (let rest = timeMs, i = 0; i < timeCharacters; i++, rest = Math.floor(rest / 32))
    time = alphabet.charAt(rest % 32) + time;
  // A byte holds 8 random values for each character, so that taking its last 5 bits favours none.
  const random = Array.from(randomBytes(randomCharacters), (byte) => alphabet.charAt(byte % 32));
  return time + random.join("");
}
