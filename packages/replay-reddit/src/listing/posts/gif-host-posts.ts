import { createHash } from "node:crypto";

import { linked, lost, withoutPictures, type Builder } from "../demo-post.ts";
import { linkPost } from "./link-posts.ts";
import { uploadIdOf } from "./listed-post.ts";
import { previewOf } from "./previews.ts";

const words = ["Brave", "Calm", "Eager", "Fluffy", "Gentle", "Happy", "Jolly", "Lazy", "Proud"];

/** A redgifs name of three words, the same for the same seed. */
function redgifsName(seed: string): string {
  const hash = createHash("sha256").update(seed).digest();
  const adjectives = [...hash.subarray(0, 2)].map((byte) => words[byte % words.length]);
  return `${adjectives.join("")}Cat${hash.readUInt16BE(2)}`;
}

/** The signed address of a redgifs file, as its API names it. */
export function redgifsFile(name: string): string {
  return `https://media.redgifs.com/${name}.mp4?expires=1793534400&signature=v2:0a1b&for=127.0.0.0/8&hash=7011125643`;
}

/** Builds links to what is on redgifs, or on the hosts that it took over: an animation, or a gallery of `count`. */
export function redgifsPost(form: string, count = 1): Builder {
  return (number) => {
    const names =
      count === 1
        ? [redgifsName(`redgifs ${number}`)]
        : Array.from({ length: count }, (_, index) => redgifsName(`gallery ${number} ${index}`));
    const [first = ""] = names;
    const url = form.replace("{name}", first).replace("{lower}", first.toLowerCase());
    return {
      post: linkPost(number, url),
      pictures: linked("hosted-elsewhere", names.map(redgifsFile), { inFeed: true }),
      host: "redgifs",
      quirks: { redgifs: { [first.toLowerCase()]: names } },
    };
  };
}

/** Builds a link to an animation that redgifs has deleted. */
export const redgifsGone: Builder = (number) => ({
  post: linkPost(number, `https://www.redgifs.com/watch/${redgifsName("gone").toLowerCase()}`),
  ...withoutPictures(lost("gone", "redgifs-gone")),
  host: "redgifs",
});

/** Builds a link to an animation on a dead host whose one copy left is Reddit's own. */
export const deadHostPost: Builder = (number) => {
  const url = `https://v.redd.it/${uploadIdOf(`dead ${number}`)}/DASH_480.mp4?source=fallback`;
  const still = uploadIdOf(`dead still ${number}`);
  const preview = {
    ...previewOf(still, `https://external-preview.redd.it/${still}.jpg`),
    reddit_video_preview: { fallback_url: url, is_gif: true, duration: 2 },
  };
  return {
    post: linkPost(number, `https://gfycat.com/${redgifsName("dead")}`, { preview }),
    pictures: linked("preview-rescue", [url], { quality: "preview" }),
  };
};

/** Builds links to an animation on giphy. */
export function giphyPost(form: string): Builder {
  return (number) => {
    const id = createHash("sha256").update(`giphy ${number}`).digest("hex").slice(0, 18);
    const url = `https://i.giphy.com/${id}.gif`;
    return {
      post: linkPost(number, form.replace("{id}", id)),
      pictures: linked("hosted-elsewhere", [url], { inFeed: true }),
      host: "giphy",
      quirks: { gifs: [url] },
    };
  };
}

/** Builds links to an animation on tenor: its page, or the file itself. */
export function tenorPost(kind: "page" | "file"): Builder {
  return (number) => {
    const url = `https://media.tenor.com/cat${number}AAAAC/cat.gif`;
    const page = `https://tenor.com/view/cat-kitten-gif-${number}`;
    return {
      post: linkPost(number, kind === "page" ? page : url),
      pictures: linked("hosted-elsewhere", [url], { inFeed: true }),
      host: "tenor",
      quirks: { gifs: [url], pages: { [page]: url } },
    };
  };
}
