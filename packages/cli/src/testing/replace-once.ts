/** `text` with the first match of `pattern` replaced. @throws {Error} when there is none: a test must not go on as if there was. */
export function replaceOnce(text: string, pattern: RegExp, replacement: string): string {
  if (!pattern.test(text)) throw new Error(`Nothing in the text matches ${String(pattern)}.`);
  return text.replace(pattern, replacement);
}
