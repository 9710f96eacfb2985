import { expect, test } from "vitest";

import { messageText } from "./message-text.ts";

/** Everything but the characters of XML 1.0 that need no pair of surrogates. */
const refused = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/;

test.each(["\u0000", "\u001F", "\uD800", "\uDC00x", "\uFFFE", "\uFFFF", "😀", "\u0085", "ü"])(
  "the text %j travels in characters that SQS accepts, counted as UTF-8, and comes back the same",
  (title) => {
    const { text, bytes } = messageText({ title });
    expect(bytes).toBe(Buffer.byteLength(text));
    expect(text).not.toMatch(refused);
    expect(JSON.parse(text)).toEqual({ title });
  },
);
