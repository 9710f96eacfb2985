import stringWidth from "string-width";

/**
 * `line` as lines of at most `columns` columns, broken between words: those after the first begin with `indent` spaces. A word
 * that is longer stays whole, and styles stay where they are.
 */
export function wrapWords(line: string, columns: number, indent = 0): string[] {
  const [first = "", ...words] = line.split(/(?<=\S) /);
  const lines = [first];
  for (const word of words) {
    const extended = `${lines.at(-1)} ${word}`;
    if (stringWidth(extended) <= columns) lines[lines.length - 1] = extended;
    else lines.push(" ".repeat(indent) + word);
  }
  return lines;
}
