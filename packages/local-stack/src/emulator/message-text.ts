// SQS takes every character of XML 1.0, of which the ones above U+FFFF are two units in JavaScript; fauxqs 2.4.1 refuses
// those two. On their way in they become a mark and two units of the private use area, on their way out themselves again.
const mark = "\uF8FE";
const shift = 0x1000;

/** `text` in characters that fauxqs accepts; `decodeMessageText` gives it back. A lone surrogate stays, and is refused. */
export function encodeMessageText(text: string): string {
  return text.replaceAll(/\uF8FE|[\uD800-\uDBFF][\uDC00-\uDFFF]/g, (found) =>
    found === mark ? mark + mark : mark + shifted(found, shift),
  );
}

/** The text that `encodeMessageText` was given. */
export function decodeMessageText(text: string): string {
  return text.replaceAll(/\uF8FE(\uF8FE|[\uE800-\uEBFF][\uEC00-\uEFFF])/g, (_all, inner: string) =>
    inner === mark ? mark : shifted(inner, -shift),
  );
}

function shifted(pair: string, by: number): string {
  return String.fromCharCode(pair.charCodeAt(0) + by, pair.charCodeAt(1) + by);
}
