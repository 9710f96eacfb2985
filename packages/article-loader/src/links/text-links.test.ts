import { expect, test } from "vitest";

import { linksInHtml, linksInMarkdown } from "./text-links.ts";

const picture = "https://i.redd.it/abcdefghijklm.jpg";

test.each([
  [picture, [picture]],
  [`Look: ${picture}. Nice, is it not?`, [picture]],
  [`(${picture})`, [picture]],
  [`**${picture}**`, [picture]],
  [`_${picture}_`, [picture]],
  [`${picture}\\`, [picture]],
  [`> "${picture}"`, [picture]],
  [`<${picture}>`, [picture]],
  [`${picture}]`, [picture]],
  [`[a cat](${picture})`, [picture]],
  [`[a cat](${picture} "its title")`, [picture]],
  [`[a cat](<${picture}>)`, [picture]],
  [`![img](${picture})`, [picture]],
  [`![img](abcdefghijklm)`, ["abcdefghijklm"]],
  [`![gif](giphy|JIX9t2j0ZTN9S)`, ["giphy|JIX9t2j0ZTN9S"]],
  [`[${picture}](${picture})`, [picture, picture]],
  [`[a](${picture}), [b](https://imgur.com/a/3a3rJ)`, [picture, "https://imgur.com/a/3a3rJ"]],
  [`|${picture}|${picture}|`, [picture, picture]],
  ["https://example.com/some\\_name\\_here.jpg", ["https://example.com/some_name_here.jpg"]],
  ["[a](https://example.com/some\\_name\\(1\\).jpg)", ["https://example.com/some_name(1).jpg"]],
  ["[a](https://example.com/Cat_(animal).jpg)", ["https://example.com/Cat_(animal).jpg"]],
  ["see https://example.com/Cat_(animal) there", ["https://example.com/Cat_(animal)"]],
  ["(see https://example.com/Cat_(animal)).", ["https://example.com/Cat_(animal)"]],
  ["HTTPS://I.REDD.IT/abc.jpg", ["HTTPS://I.REDD.IT/abc.jpg"]],
  ["[rules](/r/pics/wiki/rules)", ["/r/pics/wiki/rules"]],
  ["no link, just [brackets] and (words)", []],
  ["", []],
])("finds in %j the links %j", (markdown, links) => {
  expect(linksInMarkdown(markdown)).toEqual(links);
});

test("finds the links of rendered text", () => {
  const html =
    '<div class="md"><p><a href="https://preview.redd.it/a.jpg?width=1&amp;s=2">x</a><img src="https://i.redd.it/b.png"></p></div>';
  expect(linksInHtml(html)).toEqual([
    "https://preview.redd.it/a.jpg?width=1&s=2",
    "https://i.redd.it/b.png",
  ]);
});

test.each([
  ...["](", "((((", "](a(", "https://a)", "\\", "[x](https://a.b/c_(", "https://a)."].map((piece) =>
    piece.repeat(40_000 / piece.length),
  ),
  `https://a${")".repeat(40_000)}`,
  `https://a${"(".repeat(20_000)}${").".repeat(10_000)}`,
  `](${"(a".repeat(20_000)}`,
])("reads a long text of nothing but %.20s in no time", (text) => {
  const startMs = performance.now();
  linksInMarkdown(text);
  expect(performance.now() - startMs).toBeLessThan(250);
});
