import type { DemoPost, ExpectedLink, MediaQuirks } from "./demo-post.ts";
import { imgurIdOf, listedPost } from "./listed-post.ts";

function imgurPost(
  number: number,
  url: string,
  pictures: readonly Omit<ExpectedLink, "inFeed">[],
  quirks: MediaQuirks = {},
): DemoPost {
  return {
    post: listedPost(number, { url, domain: new URL(url).hostname, post_hint: "link" }),
    pictures: pictures.map((picture) => ({ ...picture, inFeed: true })),
    quirks,
  };
}

/** Builds a post of a direct link; `form` makes its URL of the picture's id, whose own extension is .jpg. */
export function imgurDirect(number: number, form: (id: string) => string): DemoPost {
  const id = imgurIdOf(`direct ${number}`);
  const original = `https://i.imgur.com/${id}.jpg`;
  return imgurPost(number, form(id), [{ shape: "imgur-direct", url: original, position: 1 }], {
    trueTypes: { [id]: "jpg" },
  });
}

/** Builds a post of a direct link to an animation of the kind that is stored as a gif. */
export function imgurGif(number: number): DemoPost {
  const url = `https://i.imgur.com/${imgurIdOf(`gif ${number}`)}.gif`;
  return imgurPost(number, url, [{ shape: "imgur-direct", url, position: 1 }]);
}

/** Builds a post of a .gifv page, whose animation is an MP4. */
export function imgurGifv(number: number): DemoPost {
  const id = imgurIdOf(`gifv ${number}`);
  return imgurPost(
    number,
    `https://i.imgur.com/${id}.gifv`,
    [{ shape: "imgur-animation", url: `https://i.imgur.com/${id}.mp4`, position: 1 }],
    { trueTypes: { [id]: "mp4" } },
  );
}

/** Builds a post of an imgur page of one picture; `form` makes the page's URL. */
export function imgurPage(number: number, form: (id: string) => string): DemoPost {
  const id = imgurIdOf(`page ${number}`);
  const url = `https://i.imgur.com/${id}.jpg`;
  return imgurPost(number, form(id), [{ shape: "imgur-page", url, position: 1 }]);
}

/** Builds a post of an album of `count` pictures; `form` makes the album's URL. */
export function imgurAlbum(number: number, count: number, form: (id: string) => string): DemoPost {
  const album = imgurIdOf(`album ${number}`, number % 2 === 0 ? 5 : 7);
  const members = Array.from({ length: count }, (_, index) =>
    imgurIdOf(`album ${number} ${index}`),
  );
  return imgurPost(
    number,
    form(album),
    members.map((id, index) => ({
      shape: "imgur-album",
      url: `https://i.imgur.com/${id}.jpg`,
      position: index + 1,
    })),
    { albums: { [album]: members } },
  );
}

/** Builds a post of a picture that imgur has removed. */
export function imgurRemoved(number: number): DemoPost {
  const id = imgurIdOf(`removed ${number}`);
  return {
    ...imgurPost(number, `https://i.imgur.com/${id}.jpg`, [], { gone: [id] }),
    reason: "imgur has removed the picture",
  };
}
