import { createHash } from "node:crypto";

import { lost, type DemoPost } from "../demo-post.ts";
import { uploadIdOf } from "./listed-post.ts";
import { previewOf } from "./previews.ts";
import { linkPost } from "./reddit-link-posts.ts";

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

/** Builds a link to an animation on redgifs, or on the hosts that it took over. */
export function redgifsPost(number: number, form: (name: string) => string): DemoPost {
  const name = redgifsName(`redgifs ${number}`);
  return {
    post: linkPost(number, form(name)),
    pictures: [{ shape: "hosted-elsewhere", url: redgifsFile(name), position: 1, inFeed: true }],
    host: "redgifs",
    quirks: { redgifs: { [name.toLowerCase()]: [name] } },
  };
}

/** Builds a link to a gallery on redgifs. */
export function redgifsGallery(number: number): DemoPost {
  const names = [0, 1].map((index) => redgifsName(`gallery ${number} ${index}`));
  return {
    post: linkPost(number, `https://www.redgifs.com/watch/${names[0]?.toLowerCase()}`),
    pictures: names.map((name, index) => ({
      shape: "hosted-elsewhere",
      url: redgifsFile(name),
      position: index + 1,
      inFeed: true,
    })),
    host: "redgifs",
    quirks: { redgifs: { [names[0]?.toLowerCase() ?? ""]: names } },
  };
}

/** Builds a link to an animation that redgifs has deleted. */
export function redgifsGone(number: number): DemoPost {
  return {
    post: linkPost(number, `https://www.redgifs.com/watch/${redgifsName("gone").toLowerCase()}`),
    pictures: [],
    reason: "redgifs-gone",
    lost: [lost("gone", "redgifs-gone")],
    host: "redgifs",
  };
}

/** Builds a link to an animation on a dead host whose one copy left is Reddit's own. */
export function deadHostPost(number: number): DemoPost {
  const url = `https://v.redd.it/${uploadIdOf(`dead ${number}`)}/DASH_480.mp4?source=fallback`;
  const still = `https://external-preview.redd.it/${uploadIdOf(`dead still ${number}`)}.jpg`;
  const preview = {
    ...previewOf(uploadIdOf(`dead still ${number}`), still),
    reddit_video_preview: { fallback_url: url, is_gif: true, duration: 2 },
  };
  return {
    post: linkPost(number, `https://gfycat.com/${redgifsName("dead")}`, { preview }),
    pictures: [{ shape: "preview-rescue", quality: "preview", url, position: 1, inFeed: false }],
  };
}

/** Builds a link to an animation on giphy. */
export function giphyPost(number: number, form: (id: string) => string): DemoPost {
  const id = createHash("sha256").update(`giphy ${number}`).digest("hex").slice(0, 18);
  const url = `https://i.giphy.com/${id}.gif`;
  return {
    post: linkPost(number, form(id)),
    pictures: [{ shape: "hosted-elsewhere", url, position: 1, inFeed: true }],
    host: "giphy",
    quirks: { gifs: [url] },
  };
}

/** Builds a link to an animation on tenor: its page, or the file itself. */
export function tenorPost(number: number, kind: "page" | "file"): DemoPost {
  const url = `https://media.tenor.com/cat${number}AAAAC/cat.gif`;
  const page = `https://tenor.com/view/cat-kitten-gif-${number}`;
  return {
    post: linkPost(number, kind === "page" ? page : url),
    pictures: [{ shape: "hosted-elsewhere", url, position: 1, inFeed: true }],
    host: "tenor",
    quirks: { gifs: [url], pages: { [page]: url } },
  };
}
