import {
  lost,
  withoutPictures,
  type DemoPost,
  type ExpectedLink,
  type MediaQuirks,
} from "../demo-post.ts";
import { imgurIdOf, listedPost } from "./listed-post.ts";

/** Builds a post of a link to imgur. */
export function imgurPost(
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

/**
 * Builds a post of a direct link; `form` makes its URL of the picture's id, whose own extension is .jpg. An extension that
 * imgur has for pictures may stay as it is, since any serves the file.
 */
export function imgurDirect(
  number: number,
  form: (id: string) => string,
  extension = "jpg",
): DemoPost {
  const id = imgurIdOf(`direct ${number}`);
  const original = `https://i.imgur.com/${id}.${extension}`;
  return imgurPost(number, form(id), [{ shape: "imgur-direct", url: original, position: 1 }], {
    trueTypes: { [id]: "jpg" },
    unnamed: [id],
  });
}

/** Builds a post of a direct link to an animation of the kind that is stored as a gif. */
export function imgurGif(number: number): DemoPost {
  const url = `https://i.imgur.com/${imgurIdOf(`gif ${number}`)}.gif`;
  return imgurPost(number, url, [{ shape: "imgur-direct", url, position: 1 }]);
}

/** Builds a post of an animation, which is an MP4 however its address ends. */
export function imgurAnimation(number: number, form: (id: string) => string): DemoPost {
  const id = imgurIdOf(`animation ${number}`);
  return imgurPost(
    number,
    form(id),
    [{ shape: "imgur-animation", url: `https://i.imgur.com/${id}.mp4`, position: 1 }],
    { trueTypes: { [id]: "mp4" } },
  );
}

/** Builds a post of an imgur page of one picture; `form` makes the page's URL. imgur's API names the file. */
export function imgurPage(number: number, form: (id: string) => string): DemoPost {
  const id = imgurIdOf(`page ${number}`);
  const url = `https://i.imgur.com/${id}.jpeg`;
  return imgurPost(number, form(id), [{ shape: "imgur-page", url, position: 1 }], {
    unnamed: [id],
  });
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
      url: `https://i.imgur.com/${id}.jpeg`,
      position: index + 1,
    })),
    { albums: { [album]: members } },
  );
}

/** Builds a post of what imgur has removed, and answers as `how` says; `form` makes its URL. */
export function imgurLost(
  number: number,
  form: (id: string) => string,
  reason: string,
  how: "gone" | "placeholders",
): DemoPost {
  // Of five characters, so that an album's id passes for no picture's.
  const id = imgurIdOf(`removed ${number}`, 5);
  return {
    ...imgurPost(number, form(id), [], { [how]: [id] }),
    ...withoutPictures(lost("gone", reason)),
  };
}
