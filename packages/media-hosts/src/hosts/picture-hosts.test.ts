import { expect, test } from "vitest";

import { mediaHosts } from "../index.ts";
import { readingInWords } from "../testing/reading-in-words.ts";

const redgifsPage = "page https://www.redgifs.com/watch/somelongname";

const tables: Readonly<
  Record<string, readonly (readonly [link: string, ...expected: string[]])[]>
> = {
  redgifs: [
    ["https://www.redgifs.com/watch/SomeLongName", redgifsPage],
    ["https://redgifs.com/ifr/somelongname", redgifsPage],
    ["https://v3.redgifs.com/watch/somelongname#rel=user", redgifsPage],
    ["https://thumbs2.redgifs.com/SomeLongName-mobile.mp4?expires=1", redgifsPage],
    [
      "https://thumbs44.redgifs.com/SomeLongName-large.jpg",
      redgifsPage,
      "reduced https://thumbs44.redgifs.com/SomeLongName-large.jpg",
    ],
    [
      "https://thumbs4.redgifs.com/SomeLongName-poster.jpg",
      redgifsPage,
      "reduced https://thumbs4.redgifs.com/SomeLongName-poster.jpg",
    ],
    [
      "https://i.redgifs.com/i/somelongname.jpg",
      redgifsPage,
      "reduced https://i.redgifs.com/i/somelongname.jpg",
    ],
    ["https://www.gifdeliverynetwork.com/SomeLongName", redgifsPage],
    [
      "https://gfycat.com/SameAptIndianabat",
      "page https://www.redgifs.com/watch/sameaptindianabat",
    ],
    [
      "https://gfycat.com/gifs/detail/SameAptIndianabat",
      "page https://www.redgifs.com/watch/sameaptindianabat",
    ],
    [
      "https://gfycat.com/SameAptIndianabat-some-title",
      "page https://www.redgifs.com/watch/sameaptindianabat",
    ],
    [
      "https://giant.gfycat.com/SameAptIndianabat.webm",
      "page https://www.redgifs.com/watch/sameaptindianabat",
    ],
    [
      "https://thumbs.gfycat.com/SameAptIndianabat-size_restricted.gif",
      "page https://www.redgifs.com/watch/sameaptindianabat",
    ],
    ["https://www.redgifs.com/", "nothing not-a-picture"],
    ["https://www.redgifs.com/users/someone", "nothing not-a-picture"],
    ["https://www.redgifs.com/watch/", "nothing not-a-picture"],
  ],
  giphy: [
    [
      "https://giphy.com/gifs/cat-asleep-JIX9t2j0ZTN9S",
      "guessed original https://i.giphy.com/JIX9t2j0ZTN9S.gif",
    ],
    [
      "https://giphy.com/gifs/JIX9t2j0ZTN9S",
      "guessed original https://i.giphy.com/JIX9t2j0ZTN9S.gif",
    ],
    [
      "https://giphy.com/gifs/JIX9t2j0ZTN9S/html5",
      "guessed original https://i.giphy.com/JIX9t2j0ZTN9S.gif",
    ],
    [
      "https://giphy.com/embed/JIX9t2j0ZTN9S",
      "guessed original https://i.giphy.com/JIX9t2j0ZTN9S.gif",
    ],
    [
      "https://media.giphy.com/media/JIX9t2j0ZTN9S/giphy.gif",
      "guessed original https://i.giphy.com/JIX9t2j0ZTN9S.gif",
      "reduced https://media.giphy.com/media/JIX9t2j0ZTN9S/giphy.gif",
    ],
    [
      "https://media4.giphy.com/media/v1.Y2lkPTc5/JIX9t2j0ZTN9S/giphy.webp?cid=1",
      "guessed original https://i.giphy.com/JIX9t2j0ZTN9S.gif",
      "reduced https://media4.giphy.com/media/v1.Y2lkPTc5/JIX9t2j0ZTN9S/giphy.webp?cid=1",
    ],
    ...[0, 1, 2, 3].map(
      (server) =>
        [
          `https://media${server}.giphy.com/media/JIX9t2j0ZTN9S/source.gif`,
          "guessed original https://i.giphy.com/JIX9t2j0ZTN9S.gif",
          `reduced https://media${server}.giphy.com/media/JIX9t2j0ZTN9S/source.gif`,
        ] as const,
    ),
    [
      "https://i.giphy.com/JIX9t2j0ZTN9S.webp",
      "guessed original https://i.giphy.com/JIX9t2j0ZTN9S.gif",
      "reduced https://i.giphy.com/JIX9t2j0ZTN9S.webp",
    ],
    [
      "https://i.giphy.com/media/JIX9t2j0ZTN9S/giphy.gif",
      "guessed original https://i.giphy.com/JIX9t2j0ZTN9S.gif",
      "reduced https://i.giphy.com/media/JIX9t2j0ZTN9S/giphy.gif",
    ],
    ["https://giphy.com/search/cats", "nothing not-a-picture"],
    ["https://giphy.com/", "nothing not-a-picture"],
  ],
  tenor: [
    [
      "https://tenor.com/view/cat-asleep-gif-12345",
      "page https://tenor.com/view/cat-asleep-gif-12345",
    ],
    [
      "https://tenor.com/de/view/cat-asleep-gif-12345",
      "page https://tenor.com/de/view/cat-asleep-gif-12345",
    ],
    ["https://media.tenor.com/AbCdEf/cat.gif", "original https://media.tenor.com/AbCdEf/cat.gif"],
    [
      "https://media1.tenor.com/images/0f/tenor.gif",
      "original https://media1.tenor.com/images/0f/tenor.gif",
    ],
    ["https://c.tenor.com/AbCdEf/tenor.gif", "original https://c.tenor.com/AbCdEf/tenor.gif"],
    ["https://tenor.com/users/someone", "nothing not-a-picture"],
    ["https://media.tenor.com/", "nothing not-a-picture"],
  ],
  flickr: [
    [
      "https://www.flickr.com/photos/sergiodeisidro/27746178674/",
      "page https://www.flickr.com/photos/sergiodeisidro/27746178674",
    ],
    [
      "https://www.flickr.com/photos/ronaldtan/27532895143/in/dateposted-public/",
      "page https://www.flickr.com/photos/ronaldtan/27532895143",
    ],
    [
      "https://m.flickr.com/photos/12345@N00/27532895143",
      "page https://www.flickr.com/photos/12345@N00/27532895143",
    ],
    ["https://flic.kr/p/2hGqXyZ", "page https://flic.kr/p/2hGqXyZ"],
    [
      "https://farm1.staticflickr.com/567/21554111071_a4ea078967_h.jpg",
      "reduced https://farm1.staticflickr.com/567/21554111071_a4ea078967_h.jpg",
    ],
    [
      "https://live.staticflickr.com/65535/215_a4e_o_d.jpg",
      "original https://live.staticflickr.com/65535/215_a4e_o.jpg",
    ],
    [
      "https://c2.staticflickr.com/6/5/215_a4e_b_d.jpg",
      "reduced https://c2.staticflickr.com/6/5/215_a4e_b.jpg",
    ],
    ["https://www.flickr.com/photos/sergiodeisidro/", "nothing not-a-picture"],
    ["https://live.staticflickr.com/", "nothing not-a-picture"],
  ],
  tumblr: [
    [
      "https://66.media.tumblr.com/0f/tumblr_abc_500.jpg",
      "guessed reduced https://66.media.tumblr.com/0f/tumblr_abc_1280.jpg",
      "reduced https://66.media.tumblr.com/0f/tumblr_abc_500.jpg",
    ],
    [
      "https://66.media.tumblr.com/0f/tumblr_abc_1280.jpg",
      "original https://66.media.tumblr.com/0f/tumblr_abc_1280.jpg",
    ],
    [
      "https://64.media.tumblr.com/0f/1b-2c/s640x960/3d.jpg",
      "reduced https://64.media.tumblr.com/0f/1b-2c/s640x960/3d.jpg",
    ],
    ["https://64.media.tumblr.com/", "nothing not-a-picture"],
  ],
  twimg: [
    [
      "https://pbs.twimg.com/media/Ab_c-1.jpg",
      "guessed original https://pbs.twimg.com/media/Ab_c-1?format=jpg&name=orig",
      "reduced https://pbs.twimg.com/media/Ab_c-1.jpg",
    ],
    [
      "https://pbs.twimg.com/media/Abc.jpg:large",
      "guessed original https://pbs.twimg.com/media/Abc?format=jpg&name=orig",
      "reduced https://pbs.twimg.com/media/Abc.jpg:large",
    ],
    [
      "https://pbs.twimg.com/media/Abc?format=png&name=small",
      "guessed original https://pbs.twimg.com/media/Abc?format=png&name=orig",
      "reduced https://pbs.twimg.com/media/Abc?format=png&name=small",
    ],
    [
      "https://pbs.twimg.com/media/Abc?format=png&name=orig",
      "original https://pbs.twimg.com/media/Abc?format=png&name=orig",
    ],
    ["https://pbs.twimg.com/profile_images/1/x", "nothing not-a-picture"],
  ],
  pinimg: [
    [
      "https://i.pinimg.com/736x/0f/1b/2c/abc.jpg",
      "guessed original https://i.pinimg.com/originals/0f/1b/2c/abc.jpg",
      "reduced https://i.pinimg.com/736x/0f/1b/2c/abc.jpg",
    ],
    [
      "https://i.pinimg.com/originals/0f/1b/2c/abc.jpg",
      "original https://i.pinimg.com/originals/0f/1b/2c/abc.jpg",
    ],
    ["https://i.pinimg.com/", "nothing not-a-picture"],
  ],
  ibb: [
    ["https://ibb.co/AbC12xY", "page https://ibb.co/AbC12xY"],
    ["https://i.ibb.co/AbC12xY/cat.jpg", "original https://i.ibb.co/AbC12xY/cat.jpg"],
    ["https://ibb.co/album/AbC12x", "nothing album-not-supported"],
    ["https://i.ibb.co/", "nothing not-a-picture"],
  ],
  postimg: [
    ["https://postimg.cc/AbC12xYz", "page https://postimg.cc/AbC12xYz"],
    ["https://postimg.org/image/abc12xyz/", "page https://postimg.cc/abc12xyz"],
    [
      "https://i.postimg.cc/AbC12xYz/cat.jpg?dl=1",
      "original https://i.postimg.cc/AbC12xYz/cat.jpg?dl=1",
    ],
    ["https://postimg.cc/gallery/AbC12xY", "nothing album-not-supported"],
    ["https://i.postimg.cc/", "nothing not-a-picture"],
  ],
  wikimedia: [
    [
      "https://upload.wikimedia.org/wikipedia/commons/thumb/6/6c/File.jpg/800px-File.jpg",
      "guessed original https://upload.wikimedia.org/wikipedia/commons/6/6c/File.jpg",
      "reduced https://upload.wikimedia.org/wikipedia/commons/thumb/6/6c/File.jpg/800px-File.jpg",
    ],
    [
      "https://upload.wikimedia.org/wikipedia/commons/6/6c/File.jpg",
      "original https://upload.wikimedia.org/wikipedia/commons/6/6c/File.jpg",
    ],
    ["https://upload.wikimedia.org/", "nothing not-a-picture"],
  ],
  direct: [
    ["http://www.esa.int/images/view.JPG", "original https://www.esa.int/images/view.JPG"],
    ["https://i.stack.imgur.com/PVXxY6p.png", "original https://i.stack.imgur.com/PVXxY6p.png"],
    [
      "https://cdn.discordapp.com/attachments/1/2/cat.png?ex=1&is=2&hm=3",
      "original https://cdn.discordapp.com/attachments/1/2/cat.png?ex=1&is=2&hm=3",
    ],
    ["https://example.com/article", "nothing unsupported-host"],
    ["https://example.com/.jpg", "nothing unsupported-host"],
    ["https://streamable.com/ql7tuy", "nothing unsupported-host"],
    ["https://www.youtube.com/watch?v=IXBy2lkbtTQ", "nothing unsupported-host"],
    ["https://vimeo.com/76979871", "nothing unsupported-host"],
  ],
};

const rows = Object.entries(tables).flatMap(([name, table]) =>
  table.map(([link, ...expected]) => [name, link, expected] as const),
);

test.each(rows)("%s reads %s as %j", (name, link, expected) => {
  expect(readingInWords(mediaHosts(name).read(link))).toEqual(expected);
});
