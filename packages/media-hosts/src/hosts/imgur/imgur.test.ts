import { describe, expect, test } from "vitest";

import { mediaHosts } from "../../index.ts";
import { readingInWords } from "../../testing/reading-in-words.ts";

const hosts = mediaHosts("imgur");
const read = (link: string) => readingInWords(hosts.read(link));

describe("a direct link", () => {
  test.each([
    ["https://i.imgur.com/dk6Kz5S.jpg", ["original https://i.imgur.com/dk6Kz5S.jpg"]],
    ["http://i.Imgur.com/dk6Kz5S.JPG", ["original https://i.imgur.com/dk6Kz5S.jpg"]],
    ["http://imgur.com/Q0gpybK.jpg", ["original https://i.imgur.com/Q0gpybK.jpg"]],
    ["https://m.imgur.com/Q0gpybK.png", ["original https://i.imgur.com/Q0gpybK.png"]],
    ["https://o.imgur.com/Q0gpybK.jpeg", ["original https://i.imgur.com/Q0gpybK.jpeg"]],
    ["https://edge.imgur.com/Q0gpybK.png", ["original https://i.imgur.com/Q0gpybK.png"]],
    ["https://www.imgur.com/Q0gpybK.png", ["original https://i.imgur.com/Q0gpybK.png"]],
    ["https://i.imgur.io/Q0gpybK.png", ["original https://i.imgur.com/Q0gpybK.png"]],
    ["https://i.imgur.com/abcde.png", ["original https://i.imgur.com/abcde.png"]],
    ["https://i.imgur.com/dk6Kz5S.jpg?1", ["original https://i.imgur.com/dk6Kz5S.jpg"]],
    ["https://i.imgur.com/dk6Kz5S.jpg?5.jpg", ["original https://i.imgur.com/dk6Kz5S.jpg"]],
    ["https://i.imgur.com/dk6Kz5S.jpg?", ["original https://i.imgur.com/dk6Kz5S.jpg"]],
    ["https://i.imgur.com/dk6Kz5S.jpg#0", ["original https://i.imgur.com/dk6Kz5S.jpg"]],
    ["https://i.imgur.com/dk6Kz5S.jpgx", ["guessed original https://i.imgur.com/dk6Kz5S.jpg"]],
    [
      "https://i.imgur.com/dk6Kz5S_d.webp?maxwidth=640&shape=thumb",
      [
        "guessed original https://i.imgur.com/dk6Kz5S.jpg",
        "reduced https://i.imgur.com/dk6Kz5S_d.webp?maxwidth=640&shape=thumb",
      ],
    ],
    [
      "https://i.imgur.com/dk6Kz5S_d.jpg?maxwidth=640",
      [
        "guessed original https://i.imgur.com/dk6Kz5S.jpg",
        "reduced https://i.imgur.com/dk6Kz5S_d.jpg?maxwidth=640",
      ],
    ],
    [
      "https://i.imgur.com/dk6Kz5S_d.png?maxwidth=640",
      [
        "guessed original https://i.imgur.com/dk6Kz5S.png",
        "reduced https://i.imgur.com/dk6Kz5S_d.png?maxwidth=640",
      ],
    ],
    ["https://imgur.com/download/dk6Kz5S", ["guessed reduced https://i.imgur.com/dk6Kz5S.jpg"]],
  ])("%s is %j", (link, expected) => {
    expect(read(link)).toEqual(expected);
  });

  test.each(["", "www.", "i.", "m.", "o.", "edge."])("may be on %simgur.io", (sub) => {
    expect(read(`http://${sub}imgur.io/Q0gpybK.png`)).toEqual([
      "original https://i.imgur.com/Q0gpybK.png",
    ]);
  });

  test.each("sbtmlhrg".split(""))(
    "drops the size letter %s and keeps the small copy as a second choice",
    (letter) => {
      expect(read(`https://i.imgur.com/dk6Kz5S${letter}.png`)).toEqual([
        "guessed original https://i.imgur.com/dk6Kz5S.png",
        `reduced https://i.imgur.com/dk6Kz5S${letter}.png`,
      ]);
    },
  );

  test("of 6 characters may be a size copy of an old id, or an old id itself", () => {
    expect(read("https://i.imgur.com/abcdeh.jpg")).toEqual([
      "guessed original https://i.imgur.com/abcde.jpg",
      "reduced https://i.imgur.com/abcdeh.jpg",
    ]);
    expect(read("https://i.imgur.com/abcdeZ.jpg")).toEqual([
      "original https://i.imgur.com/abcdeZ.jpg",
    ]);
  });

  test.each(["gifv", "GIFV", "giff", "gift", "mp4", "webm"])(
    ".%s is the animation's mp4, then its gif",
    (extension) => {
      expect(read(`http://i.imgur.com/G7K3xO4.${extension}`)).toEqual([
        "original https://i.imgur.com/G7K3xO4.mp4",
        "guessed original https://i.imgur.com/G7K3xO4.gif",
      ]);
    },
  );

  test("to a gif has its mp4 for the case that the gif is gone", () => {
    expect(read("http://i.imgur.com/G7K3xO4.gif")).toEqual([
      "original https://i.imgur.com/G7K3xO4.gif",
      "guessed reduced https://i.imgur.com/G7K3xO4.mp4",
    ]);
  });
});

describe("a page", () => {
  test.each([
    "https://imgur.com/PVXxY6p",
    "http://i.imgur.com/PVXxY6p",
    "http://m.imgur.com/PVXxY6p",
    "https://imgur.io/PVXxY6p",
    "https://imgur.com/PVXxY6p?",
    "https://imgur.com/PVXxY6p#0",
    "https://imgur.com/two-cats-asleep-PVXxY6p",
  ])("%s is one picture's, with a cheap try", (link) => {
    expect(read(link)).toEqual([
      "page https://imgur.com/PVXxY6p",
      "guessed reduced https://i.imgur.com/PVXxY6p.jpg",
    ]);
  });

  test.each([
    "https://i.imgur.com/PVXxY6pl",
    "https://imgur.com/PVXxY6pl",
    "http://m.imgur.io/PVXxY6pl?1",
  ])("%s is that of a smaller copy, and its picture is looked for", (link) => {
    expect(read(link)).toEqual([
      "page https://imgur.com/PVXxY6p",
      "guessed reduced https://i.imgur.com/PVXxY6p.jpg",
      "reduced https://i.imgur.com/PVXxY6pl.jpg",
    ]);
  });

  test.each(["abcde", "abcdeZ", "abcdeh"])("of the old id %s has that id", (id) => {
    expect(read(`https://imgur.com/${id}`)).toEqual([
      `page https://imgur.com/${id}`,
      `guessed reduced https://i.imgur.com/${id}.jpg`,
    ]);
  });

  test.each(["3a3rJ", "AbCdEfG"])("of an album has an id of 5 or 7 characters: %s", (id) => {
    expect(read(`https://imgur.com/a/${id}`)).toEqual([`page https://imgur.com/a/${id}`]);
  });

  test.each([
    "https://imgur.com/gallery/PVXxY6p",
    "https://imgur.com/gallery/two-cats-asleep-PVXxY6p",
    "https://imgur.com/gallery/PVXxY6p/new",
    "https://imgur.com/r/aww/PVXxY6p",
    "https://imgur.com/t/cats/PVXxY6p",
    "https://imgur.com/topic/Aww/PVXxY6p",
  ])("%s may be a picture or an album", (link) => {
    expect(read(link)).toEqual([
      "page https://imgur.com/gallery/PVXxY6p",
      "guessed reduced https://i.imgur.com/PVXxY6p.jpg",
    ]);
  });

  test("of a gallery with an old id has no cheap try, which would name somebody else's picture", () => {
    expect(read("https://imgur.com/gallery/3a3rJ")).toEqual([
      "page https://imgur.com/gallery/3a3rJ",
    ]);
  });

  test.each([
    "http://m.imgur.com/a/3a3rJ",
    "https://imgur.com/a/3a3rJ",
    "https://imgur.com/a/two-cats-asleep-3a3rJ",
    "https://imgur.com/a/3a3rJ/all",
    "https://imgur.com/a/3a3rJ/layout/grid",
    "https://imgur.com/a/3a3rJ/gifv",
    "https://imgur.com/a/3a3rJ/mp4",
    "https://imgur.com/a/3a3rJ/new",
    "https://imgur.com/a/3a3rJ#0",
    "https://imgur.com/a/3a3rJ?gallery",
    "https://i.imgur.com/a/3a3rJ.gif",
  ])("%s is an album", (link) => {
    expect(read(link)).toEqual(["page https://imgur.com/a/3a3rJ"]);
  });

  test.each([
    ["https://imgur.com/abcde,PVXxY6p", "page https://imgur.com/abcde,PVXxY6p"],
    ["https://imgur.com/abcde&PVXxY6p", "page https://imgur.com/abcde,PVXxY6p"],
    ["https://imgur.com/abcde%2CPVXxY6p", "page https://imgur.com/abcde,PVXxY6p"],
    ["https://imgur.com/abcde&amp;PVXxY6p", "page https://imgur.com/abcde,PVXxY6p"],
  ])("%s lists pictures", (link, expected) => {
    expect(read(link)).toEqual([expected]);
  });
});

describe("no picture", () => {
  test.each([
    ["https://imgur.com/", "not-a-picture"],
    ["https://imgur.com/image.jpg", "not-a-picture"],
    ["https://imgur.com/user/someone", "not-a-picture"],
    ["https://imgur.com/user", "not-a-picture"],
    ["https://imgur.com/search?q=cats", "not-a-picture"],
    ["https://imgur.com/upload", "not-a-picture"],
    ["https://imgur.com/tos", "not-a-picture"],
    ["https://imgur.com/privacy", "not-a-picture"],
    ["https://imgur.com/gallery", "not-a-picture"],
    ["https://imgur.com/r/aww", "not-a-picture"],
    ["https://imgur.com/a/", "not-a-picture"],
    ["https://imgur.com/,", "not-a-picture"],
    ["https://imgur.com/download/", "not-a-picture"],
    ["https://i.imgur.com/removed.png", "removed"],
    ["https://i.imgur.com/x.jpg", "not-a-picture"],
    ["https://i.imgur.com/PVXxY6pX", "not-a-picture"],
    ["https://imgur.com/PVXxY6pll", "not-a-picture"],
    ["https://api.imgur.com/3/image/PVXxY6p", "unsupported-host"],
    ["https://s.imgur.com/images/logo.svg", "unsupported-host"],
    ["https://i.stack.imgur.com/PVXxY6p.png", "host-not-enabled"],
  ])("is at %s: %s", (link, reason) => {
    expect(read(link)).toEqual([`nothing ${reason}`]);
  });
});
