import { describe, expect, test } from "vitest";

import { mediaHosts } from "../index.ts";
import { readingInWords } from "../testing/reading-in-words.ts";

const hosts = mediaHosts("reddit");
const read = (link: string) => readingInWords(hosts.read(link));

describe("an upload", () => {
  test.each([
    ["https://i.redd.it/rrinwcmrxzug1.jpeg", "https://i.redd.it/rrinwcmrxzug1.jpeg"],
    ["http://i.redd.it/ac74fcy4fq9x.jpg", "https://i.redd.it/ac74fcy4fq9x.jpg"],
    ["https://i.redd.it/o4sjw12lozug1.png", "https://i.redd.it/o4sjw12lozug1.png"],
    ["https://i.redd.it/u7ld6zcktyug1.gif", "https://i.redd.it/u7ld6zcktyug1.gif"],
    ["https://i.redd.it/abcdefghijklm.webp", "https://i.redd.it/abcdefghijklm.webp"],
    ["https://I.REDD.IT/CaseMatters1.jpg", "https://i.redd.it/CaseMatters1.jpg"],
    ["https://i.redd.it./abcdefghijklm.jpg", "https://i.redd.it/abcdefghijklm.jpg"],
    ["https://i.redd.it/abcdefghijklm.jpg?width=640&s=0f", "https://i.redd.it/abcdefghijklm.jpg"],
    ["https://i.redd.it/abcdefghijklm.jpg#2", "https://i.redd.it/abcdefghijklm.jpg"],
    ["https://i.redd.it/words-v0-", "https://i.redd.it/words-v0-"],
    ["https://i.redd.it/words-v0-.", "https://i.redd.it/words-v0-."],
  ])("%s is the original %s", (link, upload) => {
    expect(read(link)).toEqual([`original ${upload}`]);
  });

  test("with the title's words in front is guessed to be at its id", () => {
    expect(read("https://i.redd.it/my-cat-asleep-v0-abcdefghijklm.jpg")).toEqual([
      "guessed original https://i.redd.it/abcdefghijklm.jpg",
    ]);
  });
});

describe("a signed copy of an upload", () => {
  test.each([
    [
      "https://preview.redd.it/l4qy0l5ppzug1.jpg?width=2160&format=pjpg&auto=webp&s=8df7",
      "l4qy0l5ppzug1.jpg",
    ],
    [
      "https://preview.redd.it/my-cat-asleep-v0-l4qy0l5ppzug1.png?width=640&s=8df7",
      "l4qy0l5ppzug1.png",
    ],
    ["https://preview.redd.it/a-v0-b-v0-l4qy0l5ppzug1.png?s=8df7", "l4qy0l5ppzug1.png"],
    ["https://preview.redd.it/l4qy0l5ppzug1.gif?format=mp4&s=8df7", "l4qy0l5ppzug1.gif"],
  ])("%s gives the original first and itself, to the letter, after it", (link, name) => {
    expect(read(link)).toEqual([`guessed original https://i.redd.it/${name}`, `reduced ${link}`]);
  });

  test("has its HTML escapes taken back, without which Reddit refuses it", () => {
    expect(read("https://preview.redd.it/abcdefghijklm.jpg?width=640&amp;s=8df7")).toContain(
      "reduced https://preview.redd.it/abcdefghijklm.jpg?width=640&s=8df7",
    );
  });

  test("is no copy without its signature", () => {
    expect(read("https://preview.redd.it/abcdefghijklm.jpg?width=640")).toEqual([
      "guessed original https://i.redd.it/abcdefghijklm.jpg",
    ]);
  });
});

describe("Reddit's other picture hosts", () => {
  test.each([
    ["preview", "https://external-preview.redd.it/bzM1NHJt_Zej-0.png?format=pjpg&auto=webp&s=5d42"],
    ["preview", "https://i.redditmedia.com/KN5-YS9cZIj.jpg?s=5994"],
    ["preview", "https://g.redditmedia.com/abc.gif?fm=mp4&s=5994"],
    [
      "reduced",
      "https://i.reddituploads.com/71937ce758854c29a0fd7ee0aff1da90?fit=max&h=1536&w=1536&s=8d66",
    ],
  ])("serve a %s copy at %s, to the letter", (quality, link) => {
    expect(read(link)).toEqual([`${quality} ${link}`]);
  });

  test.each([
    ["https://preview.redd.it/award_images/t5_q0gj4/award.png?width=16&s=1", "not-a-picture"],
    ["https://i.redd.it/award_images/t5_22cerq/award.png", "not-a-picture"],
    ["https://external-preview.redd.it/award_images/x.png?s=1", "not-a-picture"],
    ["https://a.thumbs.redditmedia.com/sqahV1C276.jpg", "thumbnail"],
    ["https://b.thumbs.redditmedia.com/sqahV1C276.jpg", "thumbnail"],
    ["https://styles.redditmedia.com/t5_2qh33/styles/icon.png", "not-a-picture"],
    ["https://emoji.redditmedia.com/abc/smile", "not-a-picture"],
    ["https://v.redd.it/dqm10oy4d0vg1", "video"],
    ["https://v.redd.it/dqm10oy4d0vg1/DASH_720.mp4", "video"],
    ["https://www.reddit.com/video/dqm10oy4d0vg1", "video"],
    ["https://reddit.com/link/1skh6dk/video/dqm10oy4d0vg1/player", "video"],
    ["https://i.redd.it/", "not-a-picture"],
    ["https://preview.redd.it/", "not-a-picture"],
    ["https://external-preview.redd.it/", "not-a-picture"],
    ["https://i.reddituploads.com/", "not-a-picture"],
  ])("serve no picture of a post at %s: %s", (link, reason) => {
    expect(read(link)).toEqual([`nothing ${reason}`]);
  });
});

describe("a link in a link", () => {
  test.each([
    [
      "https://www.reddit.com/media?url=https%3A%2F%2Fi.redd.it%2Fabcdefghijklm.png",
      "original https://i.redd.it/abcdefghijklm.png",
    ],
    [
      "https://reddit.com/media?url=https%3A%2F%2Fpreview.redd.it%2Fcat-v0-abcdefghijklm.jpg%3Fwidth%3D640%26s%3D1",
      "guessed original https://i.redd.it/abcdefghijklm.jpg",
    ],
    [
      "https://out.reddit.com/t3_1skh6dk?url=https%3A%2F%2Fi.redd.it%2Fabcdefghijklm.png&token=x",
      "original https://i.redd.it/abcdefghijklm.png",
    ],
    [
      "https://www.reddit.com/over18?dest=https%3A%2F%2Fwww.reddit.com%2Fr%2Fpics%2Fcomments%2F1skh6dk%2F",
      "post 1skh6dk",
    ],
    [
      "https://www.reddit.com/media?url=https%3A%2F%2F169.254.169.254%2Fx.png",
      "nothing refused-url",
    ],
    [
      "https://www.reddit.com/media?url=https%3A%2F%2Fexample.com%2Fpage",
      "nothing unsupported-host",
    ],
    ["https://www.reddit.com/media?url=%E0%A4%A", "nothing invalid-url"],
    ["https://www.reddit.com/media", "nothing not-a-picture"],
  ])("%s is read as what it holds", (link, expected) => {
    expect(read(link)[0]).toBe(expected);
  });

  test("ends when it never ends", () => {
    const nested = Array.from({ length: 9 }).reduce<string>(
      (link) => `https://www.reddit.com/media?url=${encodeURIComponent(link)}`,
      "https://i.redd.it/a.png",
    );
    expect(read(nested)).toEqual(["nothing links-nested-too-deep"]);
  });
});

describe("a link to a post", () => {
  test.each([
    "https://redd.it/1skh6dk",
    "https://www.redd.it/1skh6dk",
    "https://www.reddit.com/comments/1skh6dk",
    "https://www.reddit.com/r/Overwatch/comments/1skh6dk/ramattra_x_diablo_4/",
    "https://www.reddit.com/r/Overwatch/comments/1skh6dk/ramattra_x_diablo_4/mxyz123/?context=3",
    "https://www.reddit.com/gallery/1skh6dk",
    "https://www.reddit.com/user/some-one/comments/1skh6dk/title/",
    "https://www.reddit.com/u/some-one/comments/1skh6dk/",
    "https://www.reddit.com/tb/1SKH6DK",
    ...["old", "new", "np", "m", "sh", "i", "amp", "www.old"].map(
      (sub) => `https://${sub}.reddit.com/r/pics/comments/1skh6dk/`,
    ),
    "http://reddit.com/r/pics/comments/1skh6dk",
  ])("%s names its id", (link) => {
    expect(read(link)).toEqual(["post 1skh6dk"]);
  });

  test("may be relative", () => {
    expect(
      readingInWords(hosts.read("/r/pics/comments/1skh6dk/title/", "https://www.reddit.com/")),
    ).toEqual(["post 1skh6dk"]);
  });

  test.each([
    ["https://www.reddit.com/r/pics/s/AbCdEfGhIj", "share-link"],
    ["https://www.reddit.com/u/some-one/s/AbCdEfGhIj", "share-link"],
    ["https://www.reddit.com/live/18hnzysb1elcs", "live-thread"],
    ["https://www.reddit.com/r/pics/", "not-a-picture"],
    ["https://www.reddit.com/user/some-one", "not-a-picture"],
    ["https://www.reddit.com/message/compose?to=/r/pics", "not-a-picture"],
    ["https://www.reddit.com/comments/..%2f..", "not-a-picture"],
    ["https://redd.it/", "not-a-picture"],
  ])("%s names none: %s", (link, reason) => {
    expect(read(link)).toEqual([`nothing ${reason}`]);
  });
});
