import { unavailable, withoutPictures, type DemoPost, type ExpectedLink } from "../demo-post.ts";
import { listedPost, postIdOf, signed, uploadIdOf } from "./listed-post.ts";
import { textPost } from "./text-posts.ts";

/** Builds a post of nothing but a link; `fields` are what its shape adds. */
export function linkPost(
  number: number,
  url: string,
  fields: Record<string, unknown> = {},
): DemoPost["post"] {
  return listedPost(number, { url, domain: new URL(url).hostname, ...fields });
}

/** Builds a link to an upload; `form` makes its address of the file's name, `id.jpg` or another `extension`. */
export function uploadLink(
  number: number,
  form: (file: string) => string,
  extension = "jpg",
): DemoPost {
  const file = `${uploadIdOf(`link ${number}`)}.${extension}`;
  return {
    post: linkPost(number, form(file)),
    pictures: [{ shape: "single", url: `https://i.redd.it/${file}`, position: 1, inFeed: true }],
    // The address may hold the file where no reader of addresses finds it.
    quirks: { unnamed: [file] },
  };
}

/** Builds a link that is itself a signed copy of something, which is all there is. */
export function signedLink(
  number: number,
  form: (id: string) => string,
  quality: NonNullable<ExpectedLink["quality"]>,
): DemoPost {
  const url = signed(form(uploadIdOf(`signed ${number}`)));
  return {
    post: linkPost(number, url),
    pictures: [{ shape: "single", quality, url, position: 1, inFeed: true }],
  };
}

/** Builds a link to the long form of a signed copy whose original is deleted. */
export function rescuedPreviewLink(number: number): DemoPost {
  const file = `${uploadIdOf(`slug ${number}`)}.jpg`;
  const built = signedLink(
    number,
    () => `https://preview.redd.it/a-cat-by-the-sea-v0-${file}?width=640&auto=webp`,
    "reduced",
  );
  return {
    ...built,
    pictures: built.pictures.map((picture) => ({
      ...picture,
      shape: "preview-rescue",
      inFeed: false,
    })),
    quirks: { gone: [file] },
  };
}

/** Builds a link that the loader leaves out for `reason`. */
export function pictureless(number: number, url: string, reason: string): DemoPost {
  return { post: linkPost(number, url), ...withoutPictures(unavailable(reason)) };
}

/** Builds a link to post `first`, whose pictures count; `form` makes the address of its id. */
export function postLink(
  number: number,
  first: DemoPost & { number: number },
  form: (id: string) => string,
): DemoPost {
  return {
    ...first,
    post: linkPost(number, form(postIdOf(first.number))),
    pictures: first.pictures.map((picture) => ({
      ...picture,
      shape: "linked-post",
      inFeed: false,
    })),
  };
}

/** Builds a second upload of a file that post `number` itself does not know: other address, same bytes. */
export function uploadedAgain(number: number, first: DemoPost): DemoPost {
  const original = first.pictures[0]?.url.split("/").at(-1) ?? "";
  const file = `${uploadIdOf(`again ${number}`)}.jpg`;
  const url = `https://i.redd.it/${file}`;
  return {
    post: linkPost(number, url),
    pictures: [{ shape: "single", url, position: 1, inFeed: true }],
    quirks: { sameAs: { [file]: original } },
  };
}

/** Builds a text that writes its links as markdown's and Reddit's editors escape them, a link to a giphy item included. */
export function textWithEscapes(number: number): DemoPost {
  const [first, second, third] = [0, 1, 2].map((n) => uploadIdOf(`escaped ${number} ${n}`));
  return {
    ...textPost(
      number,
      [
        `My cat\\_s https://preview.redd.it/a\\_b-v0-${first}.png?width=64&amp;s=0b.`,
        `**https://i.redd.it/${second}.jpg**, (https://www.reddit.com/media?url=https%3A%2F%2Fi.redd.it%2F${third}.jpg).`,
        "A video: https://reddit.com/link/1abc/video/9xyz/player and ![gif](giphy|l0MYt5jPR6QX5pnqM)",
      ].join("\n\n"),
    ),
    pictures: [`${first}.png`, `${second}.jpg`, `${third}.jpg`].map((file, index) => ({
      shape: "self-text",
      url: `https://i.redd.it/${file}`,
      position: index + 1,
      inFeed: false,
    })),
    lost: [unavailable("video")],
    quirks: { unnamed: [`${first}.png`, `${second}.jpg`, `${third}.jpg`] },
  };
}
