import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { mediaHosts } from "../index.ts";
import { cannedContext } from "../testing/canned-http.ts";
import { readingInWords } from "../testing/reading-in-words.ts";

const hosts = mediaHosts("all");

describe("a host is known by all of its names", () => {
  test.each([
    ["https://postimages.org/Wtn2b3hC", "page https://postimg.cc/Wtn2b3hC"],
    ["https://postimg.org/image/Wtn2b3hC/", "page https://postimg.cc/Wtn2b3hC"],
    ["https://www.postimage.org/image/Wtn2b3hC", "page https://postimg.cc/Wtn2b3hC"],
    ["https://postlmg.cc/q6n9zf5Z", "page https://postimg.cc/q6n9zf5Z"],
    ["https://pixxxels.cc/Wtn2b3hC", "page https://pixxxels.cc/Wtn2b3hC"],
    ["https://pixxxels.org/image/Wtn2b3hC", "page https://pixxxels.cc/Wtn2b3hC"],
    ["https://i.pixxxels.cc/Wtn2b3hC/a.jpg", "original https://i.pixxxels.cc/Wtn2b3hC/a.jpg"],
    ["https://s5.postimg.org/abc/a.png", "original https://s5.postimg.org/abc/a.png"],
    [
      "https://secure.flickr.com/photos/made/16089302239",
      "page https://www.flickr.com/photos/made/16089302239",
    ],
    [
      "http://farm3.static.flickr.com/2/3_4_o.jpg",
      "original https://farm3.static.flickr.com/2/3_4_o.jpg",
    ],
    ["http://static.flickr.com/2/3_4.jpg", "reduced https://static.flickr.com/2/3_4.jpg"],
    ["https://www.flic.kr/p/2hGqXyZ", "page https://flic.kr/p/2hGqXyZ"],
    [
      "http://s-media-cache-ak0.pinimg.com/736x/0f/1b/2c/a.jpg",
      "guessed original https://i.pinimg.com/originals/0f/1b/2c/a.jpg",
    ],
    ["https://i.ibb.co.com/AbC12xY/a.jpg", "original https://i.ibb.co.com/AbC12xY/a.jpg"],
    ["https://ibb.co.com/AbC12xY", "page https://ibb.co/AbC12xY"],
    ["https://thumb.ibb.co/AbC12xY/a.jpg", "reduced https://thumb.ibb.co/AbC12xY/a.jpg"],
    ["https://media.tenor.co/images/1/a.gif", "original https://media.tenor.co/images/1/a.gif"],
    ["https://m.gifdeliverynetwork.com/Name", "page https://www.redgifs.com/watch/name"],
    [
      "https://commons.wikimedia.org/wiki/File:A_cat.jpg",
      "guessed original https://commons.wikimedia.org/wiki/Special:FilePath/A_cat.jpg",
    ],
    [
      "https://en.m.wikipedia.org/wiki/File:A_cat.jpg",
      "guessed original https://en.wikipedia.org/wiki/Special:FilePath/A_cat.jpg",
    ],
    [
      "https://en.wikipedia.org/wiki/Cat#/media/File:A_cat.jpg",
      "guessed original https://en.wikipedia.org/wiki/Special:FilePath/A_cat.jpg",
    ],
    [
      "https://de.m.wikipedia.org/wiki/Hauskatze#/media/Datei:A_cat.png",
      "guessed original https://de.wikipedia.org/wiki/Special:FilePath/A_cat.png",
    ],
    [
      "https://fr.wikipedia.org/wiki/Fichier:A_cat.jpg",
      "guessed original https://fr.wikipedia.org/wiki/Special:FilePath/A_cat.jpg",
    ],
    ["http://m.flickr.com/#/photos/made/123/", "page https://www.flickr.com/photos/made/123"],
    [
      "https://pbs.twimg.com/card_img/123/Ab_c?format=jpg&name=small",
      "reduced https://pbs.twimg.com/card_img/123/Ab_c?format=jpg&name=small",
    ],
    [
      "https://pbs.twimg.com/ext_tw_video_thumb/1/pu/img/a.jpg:large",
      "reduced https://pbs.twimg.com/ext_tw_video_thumb/1/pu/img/a.jpg:large",
    ],
    ["https://imgur.com/QhVg5yl/embed?pub=true", "page https://imgur.com/QhVg5yl"],
    ["https://imgur.com/user/someone/favorites/QhVg5yl", "page https://imgur.com/gallery/QhVg5yl"],
    ["https://i.imgur.com/QhVg5yl_lq.mp4", "guessed original https://i.imgur.com/QhVg5yl.mp4"],
    [
      "https://www.reddit.com/login/?dest=https%3A%2F%2Fwww.reddit.com%2Fgallery%2F1ca001",
      "post 1ca001",
    ],
  ])("%s", (link, best) => {
    expect(readingInWords(hosts.read(link))[0]).toBe(best);
  });

  test.each([
    "https://en.wikipedia.org/wiki/Cat#History",
    "https://en.wikipedia.org/wiki/Talk:Node.js",
    "https://imgur.com/user/someone/favorites",
    "https://www.reddit.com/login/",
  ])("%s is no picture all the same", (link) => {
    expect(readingInWords(hosts.read(link))).toEqual(["nothing not-a-picture"]);
  });
});

describe("a link by id", () => {
  test.each([
    "https://reddit.com/1ca001",
    "https://www.reddit.com/1CA001/",
    "https://old.reddit.com/1ca001?utm_source=share",
  ])("%s is that post", (link) => {
    expect(readingInWords(hosts.read(link))).toEqual(["post 1ca001"]);
  });

  test.each(["login", "search", "popular", "subreddits", "1ca"])(
    "reddit.com/%s is none",
    (page) => {
      expect(readingInWords(hosts.read(`https://reddit.com/${page}`))).toEqual([
        "nothing not-a-picture",
      ]);
    },
  );
});

describe("an album that cannot be opened says so", () => {
  const albums = [
    "https://ibb.co/album/i5PggF",
    "https://postimg.cc/gallery/wxpDLgX",
    "https://postimages.org/gallery/wxpDLgX",
    "https://www.flickr.com/photos/some/albums/72157633471741607",
    "https://www.flickr.com/photos/some/sets/72157633471741607/with/123/",
    "https://flic.kr/s/aHsjGkXyZ",
  ];
  test.each(albums)("%s", (link) => {
    expect(readingInWords(hosts.read(link))).toEqual(["nothing album-not-supported"]);
  });

  test.each(albums)("%s, also while its host is closed", (link) => {
    expect(readingInWords(mediaHosts("reddit").read(link))).toEqual([
      "nothing album-not-supported",
    ]);
  });

  test("but a photo in an album is one", () => {
    expect(
      readingInWords(hosts.read("https://www.flickr.com/photos/some/123/in/album-72157633/")),
    ).toEqual(["page https://www.flickr.com/photos/some/123"]);
  });
});

describe("giphy's short link", () => {
  const link = "https://gph.is/g/ZdRRgJE";
  const giphy = hosts.hostOf(new URL(link));
  const ask = (location?: string, status = 302) =>
    giphy?.resolve?.(
      new URL(link),
      cannedContext({ [link]: { status, ...(location && { headers: { location } }) } }).context,
    );

  test.each([link, "http://gph.is/1ZdRRgJ"])("%s is a page that has to be asked", (short) => {
    expect(hosts.read(short).kind).toBe("page");
  });

  test("is followed once, to the gif whose page it leads to", async () => {
    expect(await ask("https://giphy.com/gifs/cat-JIX9t2j0ZTN9S")).toMatchObject({
      kind: "pictures",
      items: [[{ url: "https://i.giphy.com/JIX9t2j0ZTN9S.gif" }]],
    });
  });

  test.each([
    ["https://giphy.com/", undefined, { kind: "refused", reason: "redirected-elsewhere" }],
    ["https://giphy.com/search/x", undefined, { kind: "nothing", reason: "page-shows-no-picture" }],
    ["https://evil.example/", undefined, { kind: "refused", reason: "redirected-elsewhere" }],
    [undefined, 200, { kind: "nothing", reason: "page-shows-no-picture" }],
    [undefined, 404, { kind: "gone", reason: "page-gone" }],
  ])("that leads to %s is nothing else", async (location, status, expected) => {
    expect(await ask(location, status)).toEqual(expected);
  });
});

describe("what Reddit knows of a link", () => {
  test.each([
    "https://images.unsplash.com/photo-155?ixlib=rb-4.0.3&q=85&w=1920",
    "https://static.wikia.nocookie.net/somewiki/images/a/ab/Cat.png/revision/latest?cb=2020",
  ])("opens %s, whose address does not look like a picture's", (link) => {
    expect(readingInWords(hosts.read(link))).toEqual(["nothing unsupported-host"]);
    expect(readingInWords(hosts.read(link, undefined, { isPicture: true }))).toEqual([
      `original ${link}`,
    ]);
    const closed = mediaHosts("reddit").read(link, undefined, { isPicture: true });
    expect(readingInWords(closed)).toEqual(["nothing host-not-enabled"]);
  });
});

test.each([
  "www.flickr.com giphy.com ibb.co postimg.cc tenor.com abs.twimg.com pbs.twimg.com i.pinimg.com".split(
    " ",
  ),
  "66.media.tumblr.com upload.wikimedia.org live.staticflickr.com media.tenor.com i.ibb.co".split(
    " ",
  ),
])("a known host knows no picture's address less well than an unknown one", (...names) => {
  const path = fc.array(fc.stringMatching(/^[A-Za-z0-9_]{1,9}$/), { minLength: 2, maxLength: 4 });
  const extension = fc.constantFrom("jpg", "JPG", "png", "jpeg", "gif", "webp");
  fc.assert(
    fc.property(fc.constantFrom(...names), path, extension, (host, parts, end) => {
      const link = `https://${host}/x/${parts.join("/")}.${end}`;
      expect(["picture", "page"]).toContain(hosts.read(link).kind);
    }),
  );
});

/** Paths of a host, with the names that each of them has; the first name is the one that Reddit's posts show most. */
const spellings: readonly (readonly [path: fc.Arbitrary<string>, names: readonly string[]])[] = [
  [
    fc
      .tuple(
        fc.constantFrom("", "a/", "gallery/", "r/aww/", "t/cats/", "download/"),
        fc.stringMatching(/^[A-Za-z0-9]{7}$/),
        fc.constantFrom("", "?source=x", "#0"),
      )
      .map((parts) => parts.join("")),
    ["imgur.com", "www.imgur.com", "m.imgur.com", "imgur.io", "www.imgur.io", "IMGUR.com"],
  ],
  [
    fc.stringMatching(/^[A-Za-z0-9]{7}[sbtmlrgh]?\.(?:jpg|png|gifv|mp4|webp)$/),
    ["i.imgur.com", "imgur.com", "www.imgur.com", "o.imgur.com", "edge.imgur.com", "i.imgur.io"],
  ],
  [
    fc.stringMatching(/^photos\/[a-z0-9]{3,9}\/[1-9][0-9]{4,10}\/?$/),
    ["www.flickr.com", "flickr.com", "secure.flickr.com", "m.flickr.com"],
  ],
  [
    fc.stringMatching(/^[A-Za-z0-9]{8}$/),
    [
      "postimg.cc",
      "postimg.org",
      "postimages.org",
      "postimage.org",
      "postlmg.cc",
      "www.postimg.cc",
    ],
  ],
  [fc.stringMatching(/^[A-Za-z0-9]{7}$/), ["ibb.co", "ibb.co.com", "www.ibb.co"]],
  [
    fc.stringMatching(/^watch\/[a-z]{8,20}$/),
    ["www.redgifs.com", "redgifs.com", "v3.redgifs.com", "m.redgifs.com"],
  ],
  [fc.stringMatching(/^view\/cat-[a-z]{3,9}-gif-[1-9][0-9]{5,8}$/), ["tenor.com", "www.tenor.com"]],
  [
    fc.stringMatching(/^(?:r\/aww\/)?comments\/1[a-z0-9]{5}\/?$/),
    ["www.reddit.com", "reddit.com", "old.reddit.com", "np.reddit.com", "sh.reddit.com"],
  ],
];

test("whatever it is, a link means the same under every name of its host", () => {
  for (const [path, [first = "", ...others]] of spellings)
    fc.assert(
      fc.property(path, fc.constantFrom(...others), (rest, other) => {
        const meant = hosts.read(`https://${first}/${rest}`);
        expect(meant.kind).not.toBe("nothing");
        for (const scheme of ["http", "https"])
          expect(hosts.read(`${scheme}://${other}/${rest}`)).toEqual(meant);
      }),
    );
});
