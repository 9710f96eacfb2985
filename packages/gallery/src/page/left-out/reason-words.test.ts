import { expect, test } from "vitest";

import { reasonInWords, waitInWords } from "./reason-words.ts";

test.each([
  ["poll", "The post is a poll."],
  ["http-404", "There is no picture at this address (404)."],
  ["http-418", "The host answers with status 418."],
  ["some-new-reason", "Some new reason."],
  ["constructor", "Constructor."],
])("says %s as %j", (code, words) => {
  expect(reasonInWords(code)).toBe(words);
});

test.each([
  ["reddit-asks-to-wait", "Reddit asks to wait"],
  ["backoff", "Reddit could not answer and is left alone"],
])("says the wait %s as %j", (code, words) => {
  expect(waitInWords(code)).toBe(words);
});
