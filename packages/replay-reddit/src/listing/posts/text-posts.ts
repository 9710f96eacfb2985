import type { DemoPost } from "../demo-post.ts";
import { imgurIdOf, listedPost, postIdOf, signed, uploadIdOf } from "./listed-post.ts";
import { mediaMetadata } from "./previews.ts";

/** Builds a post of text. */
export function textPost(
  number: number,
  selftext: string,
  fields: Record<string, unknown> = {},
): DemoPost {
  return {
    post: listedPost(number, {
      url: `https://www.reddit.com/r/cats/comments/${postIdOf(number)}/a_cat_${number}/`,
      domain: "self.cats",
      is_self: true,
      thumbnail: "self",
      selftext,
      ...fields,
    }),
    pictures: [],
    reason: "text-only",
  };
}

/** Builds a text with two pictures uploaded into it, an emote, and a link to a user. */
export function textWithUploads(number: number): DemoPost {
  const ids = [0, 1].map((index) => uploadIdOf(`inline ${number} ${index}`));
  const [first, second] = ids;
  const shown = signed(`https://preview.redd.it/${first}.png?width=960&format=png&auto=webp`);
  const { post } = textPost(
    number,
    `Look at her:\n\n${shown}\n\n![img](${second} "from above")\n\n![gif](emote|t5_2qhta|4021) thanks u/cat_friend_3`,
    {
      media_metadata: {
        "emote|t5_2qhta|4021": {
          status: "valid",
          e: "Image",
          m: "image/png",
          s: {
            x: 60,
            y: 60,
            u: signed("https://reddit-econ-prod-assets-permanent.s3.amazonaws.com/emote.png"),
          },
          t: "sticker",
          id: "emote|t5_2qhta|4021",
        },
        [second ?? ""]: mediaMetadata(second ?? "", "jpg"),
        [first ?? ""]: mediaMetadata(first ?? "", "png"),
      },
    },
  );
  return {
    post,
    pictures: [
      { shape: "self-inline", url: `https://i.redd.it/${first}.png`, position: 1, inFeed: true },
      { shape: "self-inline", url: `https://i.redd.it/${second}.jpg`, position: 2, inFeed: false },
    ],
  };
}

/** Builds a text with links to pictures in every manner that markdown and people know. */
export function textWithLinks(number: number): DemoPost {
  const upload = uploadIdOf(`linked ${number}`);
  const [plain, bracketed, last] = [0, 1, 2].map((index) => imgurIdOf(`text ${number} ${index}`));
  return {
    post: textPost(
      number,
      [
        `Day one: https://i.redd.it/${upload}.jpg.`,
        `Day two ([proof](https://i.imgur.com/${plain}.jpg)), and [bigger](http://i.imgur.com/${bracketed}.png "title").`,
        `* a list with (https://i.imgur.com/${last}.jpg), nothing else`,
        `The first again: https://i.redd.it/${upload}.jpg`,
        "Ask [the mods](https://www.reddit.com/message/compose?to=r/cats) or see r/aww.",
      ].join("\n\n"),
    ).post,
    pictures: [
      `https://i.redd.it/${upload}.jpg`,
      `https://i.imgur.com/${plain}.jpg`,
      `https://i.imgur.com/${bracketed}.png`,
      `https://i.imgur.com/${last}.jpg`,
    ].map((url, index) => ({ shape: "self-text", url, position: index + 1, inFeed: true })),
  };
}
