import { stripVTControlCharacters } from "node:util";

/** A stranger's text as a terminal may show it: without control characters and what turns the writing's direction. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim();
}
