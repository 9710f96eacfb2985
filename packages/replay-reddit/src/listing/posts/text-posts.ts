import { linked, unavailable, type Builder } from "../demo-post.ts";
import {
  imgurIdOf,
  listedPost,
  postIdOf,
  signed,
  uploadIdOf,
  type ListedPost,
} from "./listed-post.ts";
import { mediaMetadata } from "./previews.ts";

/** Builds posts of text; `reason` is why they have no picture. */
export function textPost(
  selftext: string,
  fields: Partial<ListedPost> = {},
  reason = "text-only",
): Builder {
  return (number) => ({
    post: listedPost(number, {
      url: `https://www.reddit.com/r/cats/comments/${postIdOf(number)}/a_cat_${number}/`,
      domain: "self.cats",
      is_self: true,
      thumbnail: "self",
      selftext,
      ...fields,
    }),
    pictures: [],
    reason,
  });
}

/** Builds a text with two pictures uploaded into it, an emote, and a link to a user. */
export const textWithUploads: Builder = (number) => {
  const [first = "", second = ""] = [0, 1].map((index) => uploadIdOf(`inline ${number} ${index}`));
  const shown = signed(`https://preview.redd.it/${first}.png?width=960&format=png&auto=webp`);
  const emote = "emote|t5_2qhta|4021";
  const emoteUrl = "https://reddit-econ-prod-assets-permanent.s3.amazonaws.com/emote.png";
  const text = `Look at her:\n\n${shown}\n\n![img](${second} "from above")\n\n![gif](${emote}) thanks u/cat_friend_3`;
  const { post } = textPost(text, {
    media_metadata: {
      [emote]: {
        status: "valid",
        e: "Image",
        m: "image/png",
        s: { x: 60, y: 60, u: signed(emoteUrl) },
        t: "sticker",
        id: emote,
      },
      [second]: mediaMetadata(second, "jpg"),
      [first]: mediaMetadata(first, "png"),
    },
  })(number);
  const urls = [`https://i.redd.it/${first}.png`, `https://i.redd.it/${second}.jpg`];
  const pictures = linked("self-inline", urls).map((picture) => ({
    ...picture,
    inFeed: picture.position === 1,
  }));
  return { post, pictures };
};

/** Builds a text with links to pictures in every manner that markdown and people know. */
export const textWithLinks: Builder = (number) => {
  const upload = uploadIdOf(`linked ${number}`);
  const [plain, bracketed, last] = [0, 1, 2].map((index) => imgurIdOf(`text ${number} ${index}`));
  const text = [
    `Day one: https://i.redd.it/${upload}.jpg.`,
    `Day two ([proof](https://i.imgur.com/${plain}.jpg)), and [bigger](http://i.imgur.com/${bracketed}.png "title").`,
    `* a list with (https://i.imgur.com/${last}.jpg), nothing else`,
    `The first again: https://i.redd.it/${upload}.jpg`,
    "Ask [the mods](https://www.reddit.com/message/compose?to=r/cats) or see r/aww.",
  ];
  const urls = [
    `https://i.redd.it/${upload}.jpg`,
    `https://i.imgur.com/${plain}.jpg`,
    `https://i.imgur.com/${bracketed}.png`,
    `https://i.imgur.com/${last}.jpg`,
  ];
  const { post } = textPost(text.join("\n\n"))(number);
  return { post, pictures: linked("self-text", urls, { inFeed: true }) };
};

/** Builds a text that writes its links as markdown's and Reddit's editors escape them, a link to a giphy item included. */
export const textWithEscapes: Builder = (number) => {
  const [first, second, third] = [0, 1, 2].map((n) => uploadIdOf(`escaped ${number} ${n}`));
  const files = [`${first}.png`, `${second}.jpg`, `${third}.jpg`];
  const text = [
    `My cat\\_s https://preview.redd.it/a\\_b-v0-${first}.png?width=64&amp;s=0b.`,
    `**https://i.redd.it/${second}.jpg**, (https://www.reddit.com/media?url=https%3A%2F%2Fi.redd.it%2F${third}.jpg).`,
    "A video: https://reddit.com/link/1abc/video/9xyz/player and ![gif](giphy|l0MYt5jPR6QX5pnqM)",
  ];
  return {
    ...textPost(text.join("\n\n"))(number),
    pictures: linked(
      "self-text",
      files.map((file) => `https://i.redd.it/${file}`),
    ),
    lost: [unavailable("video")],
    quirks: { unnamed: files },
  };
};
