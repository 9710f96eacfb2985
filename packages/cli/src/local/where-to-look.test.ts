import { expect, test } from "vitest";

import { whereToLook } from "./where-to-look.ts";

test.each([
  ["/pictures/index.html", /^Look at them in a browser: \/pictures\/index\.html$/],
  [
    "/pictures/gallery.html",
    /\/pictures\/gallery\.html \(the index\.html there is somebody else's/,
  ],
])("%s is told, and why it has its name", (page, words) => {
  expect(whereToLook(page)).toMatch(words);
});
