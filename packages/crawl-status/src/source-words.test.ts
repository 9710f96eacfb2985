import { expect, test } from "vitest";

import { sourceWords } from "./source-words.ts";

test.each([
  ["oauth", undefined, "Reddit's API"],
  ["file", "2026-04-20T13:00:59.000Z", "a file, as of 2026-04-20 13:00 UTC"],
  ["a-later-one", undefined, "a-later-one"],
])("%s at %s is %s for people", (source, dataAsOf, said) => {
  expect(sourceWords(source, dataAsOf)).toBe(said);
});
