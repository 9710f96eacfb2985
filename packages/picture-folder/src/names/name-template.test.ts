import { CommandError } from "@reddit-crawler/function-runtime/command-error";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { sampleRecord } from "../testing/sample-records.ts";
import { furtherPaths, readNameTemplate, type NamedPicture } from "./name-template.ts";
import { byteLength, lettersOf, safeComponent, safeText } from "./safe-name.ts";

function picture(title: string, fields: Partial<NamedPicture["post"]> = {}): NamedPicture {
  const { post } = sampleRecord("1abc", {
    post: { title, createdAt: "2026-11-22T20:05:09.000Z", ...fields },
  });
  return { post, nn: "01", ext: "jpg" };
}

const full = "{subreddit}/{created:yyyy-MM-dd} {title:60} {id}-{nn}.{ext}";
const nameOf = (title: string, template = "{title}.{ext}") =>
  readNameTemplate(template)(picture(title));

describe("a name template", () => {
  test.each([
    [full, "aww/2026-11-22 Cat in a box 1abc-01.jpg"],
    [
      "{author}/{created:yyyy}/{created:HHmm} {flair}-{nn}.{ext}",
      "cat_friend/2026/2005 no flair-01.jpg",
    ],
    ["{created}.{ext}", "2026-11-22.jpg"],
    ["{title:3}.{ext}", "Cat.jpg"],
    ["Bilder ü/{nn}.{ext}", "Bilder ü/01.jpg"],
  ])("%s gives %s", (template, name) => {
    expect(readNameTemplate(template)(picture("Cat in a box"))).toBe(name);
  });

  test.each([
    ["{titel}.{ext}", /\{titel\} is no field\. It may have \{subreddit\}, \{author\}, .*\{ext\};/],
    ["{constructor}.{ext}", /is no field/],
    ["{title}", /it has to end in \.\{ext\}/],
    ["{title:0}.{ext}", /takes a number of letters/],
    ["{id:3}.{ext}", /\{id\} takes nothing behind a colon/],
    ["{created:dd/MM}.{ext}", /is no field|takes yyyy|brace/],
    ["{created:EEE}.{ext}", /takes yyyy, MM, dd/],
    ["{title.{ext}", /brace|is no field/],
    ["/tmp/{title}.{ext}", /between two slashes/],
    ["a//{title}.{ext}", /between two slashes/],
    ["a/b/c/d/e/{title}.{ext}", /more than 4 folders/],
    ["what? {title}.{ext}", /not every system takes/],
    ["C:\\{title}.{ext}", /not every system takes/],
    [`${"x".repeat(60)}{title}.{ext}`, /too long/],
  ])("%s is refused with what is wrong", (template, message) => {
    const read = () => readNameTemplate(template);
    expect(read).toThrow(CommandError);
    expect(read).toThrow(message);
  });
});

test.each([
  ['What?! <a/b> \\ c:d|e*f "g"', "What_! _a_b_ _ c_d_e_f _g_.jpg"],
  ["NUL", "_NUL.jpg"],
  ["com1.txt", "_com1.txt.jpg"],
  ["LPT³ .", "_LPT³.jpg"],
  ["  ...hidden... ", "hidden.jpg"],
  ["../../etc/passwd", "_.._etc_passwd.jpg"],
  ["tab\there\u0000\u001b[31m", "tab here [31m.jpg"],
  ["gpj.\u202eexe", "gpj.exe.jpg"],
  ["broken \ud83d half", "broken \ufffd half.jpg"],
  ["cafe\u0301", "caf\u00e9.jpg"],
  ["...", "01.jpg"],
  ["", "01.jpg"],
])("the title %j becomes the file %j", (title, name) => {
  expect(nameOf(title)).toBe(name);
});

test("a long name ends behind a whole letter, however many bytes that has", () => {
  const family = "👨‍👩‍👧‍👦";
  const name = nameOf(`Cat ${family.repeat(40)}`);
  expect(byteLength(name)).toBeLessThanOrEqual(200);
  expect(name).toMatch(/^Cat (?:👨‍👩‍👧‍👦)+\.jpg$/u);
  expect(nameOf(`Cat ${family.repeat(9)}`, "{title:6}.{ext}")).toBe(`Cat ${family}${family}.jpg`);
});

test("what tells pictures apart stays in a long name", () => {
  expect(nameOf("long ".repeat(100), "{title} {id}-{nn}.{ext}")).toMatch(/^long .* 1abc-01\.jpg$/);
});

/** Windows's own: https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file */
const devices = /^(?:CON|PRN|AUX|NUL|COM[\d¹²³]|LPT[\d¹²³])(?:\.|$)/i;

test(
  "every system takes the name of any post, and no letter is cut in two",
  { timeout: 60_000 },
  () => {
    const anyText = fc.oneof(
      fc.string({ unit: "binary", maxLength: 400 }),
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc.constantFrom("NUL", "con.", " .. ", "_crawls", "COM¹", "a".repeat(300), "👩‍🚀".repeat(99)),
    );
    fc.assert(
      fc.property(anyText, anyText, anyText, (title, flair, author) => {
        const named = picture(title, { flair, author });
        const templates = [
          full,
          "{author}/{flair}/{title}.{ext}",
          "{title} {flair:20} {author}.{ext}",
        ];
        for (const template of templates) {
          const path = readNameTemplate(template)(named);
          for (const each of [path, ...furtherPaths(path, named)])
            for (const name of each.split("/")) {
              expect(name).not.toBe("");
              expect(byteLength(name)).toBeLessThanOrEqual(200);
              expect(name).not.toMatch(/[<>:"/\\|?*\p{Cc}]|[. ]$|^[. ]/u);
              expect(name).not.toMatch(devices);
              expect(name.toLowerCase()).not.toBe("_crawls");
              expect(name.isWellFormed()).toBe(true);
              // A second look at it changes nothing.
              expect(safeComponent(safeText(name))).toBe(name);
            }
          expect(path.endsWith(".jpg")).toBe(true);
        }
        const stem = readNameTemplate("{title}.{ext}")(named).replace(/^_|\.jpg$/g, "");
        const whole = lettersOf(safeComponent(safeText(title)).replace(/^_/, ""));
        const letters = whole.slice(0, lettersOf(stem).length).join("");
        expect(stem === "01" ? letters : stem).toBe(letters);
      }),
      { numRuns: 200 },
    );
  },
);
