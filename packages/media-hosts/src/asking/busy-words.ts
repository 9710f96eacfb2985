/** What hosts under load write into answers of any status, such as imgur's "over capacity" with 403. */
const busyWords =
  /\b(?:over capacity|too many requests|rate[- ]limit(?:ed|s? (?:exceeded|reached)))\b/i;
/** Characters; chosen: an error is short, and a long page may quote anybody. */
const longestError = 16_384;

/** Whether a host says in words that it is asked too much. */
export function saysBusy(text: string): boolean {
  return text.length <= longestError && busyWords.test(text);
}

/** The cooldown of a host that says so without a time: imgur's lasts up to an hour, and most end sooner. */
export const busyCooldownSeconds = 600;
