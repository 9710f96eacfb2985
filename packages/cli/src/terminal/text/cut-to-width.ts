import stringWidth from "string-width";

/** Splits text into styles (SGR sequences) and what stands between them. */
const styles = /(\p{Cc}\[[\d;]*m)/u;
const graphemes = new Intl.Segmenter();

/** `line` in at most `columns` columns of a terminal, with an ellipsis where something is left out. Its styles stay. */
export function cutToWidth(line: string, columns: number): string {
  if (stringWidth(line) <= columns) return line;
  let left = columns - 1;
  let isCut = false;
  const shown = line.split(styles).map((part) => {
    // Also behind the cut: they end a style that was begun.
    if (styles.test(part)) return part;
    let kept = "";
    for (const { segment } of graphemes.segment(part)) {
      const width = stringWidth(segment);
      if (isCut || width > left) {
        if (!isCut) kept += "…";
        isCut = true;
        break;
      }
      left -= width;
      kept += segment;
    }
    return kept;
  });
  return shown.join("");
}
