import * as z from "zod/mini";

/** Crockford's base 32: no I, L, O and U, which people misread. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeCharacters = 10;
const randomCharacters = 16;

/**
 * A crawl's id, a ULID: 26 characters of Crockford's base 32, of which the first 10 are the time in milliseconds and the
 * other 16 are random. Ids sort by time as text and cannot be guessed (https://github.com/ulid/spec).
 */
export const crawlIdSchema = z
  .string()
  .check(z.regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, "must be a crawl id of 26 characters"));

/** `count` random bytes that cannot be guessed. */
export type RandomBytes = (count: number) => Uint8Array;

/** The id of a crawl that is made at `timeMs`, in milliseconds since 1970, up to the year 10889. It has 80 random bits. */
export function newCrawlId(timeMs: number, randomBytes: RandomBytes): string {
  let time = "";
  for (let rest = timeMs, i = 0; i < timeCharacters; i++, rest = Math.floor(rest / 32))
    time = alphabet.charAt(rest % 32) + time;
  // A byte holds 8 random values for each character, so that taking its last 5 bits favours none.
  const random = Array.from(randomBytes(randomCharacters), (byte) => alphabet.charAt(byte % 32));
  return time + random.join("");
}

/** When a crawl id was made, in milliseconds since 1970. */
export function crawlIdTimeMs(crawlId: string): number {
  return Array.from(crawlId.slice(0, timeCharacters)).reduce(
    (time, letter) => time * 32 + alphabet.indexOf(letter),
    0,
  );
}

/** `crawlId` with each character mirrored in the alphabet, so that newer ids sort first. Mirrored twice it is itself. */
export function mirroredCrawlId(crawlId: string): string {
  return Array.from(crawlId, (letter) =>
    alphabet.charAt(alphabet.length - 1 - alphabet.indexOf(letter)),
  ).join("");
}
